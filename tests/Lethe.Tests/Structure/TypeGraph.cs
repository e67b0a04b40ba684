using Mono.Cecil;

namespace Lethe.Tests.Structure;

/// <summary>Which namespaces know which: by what the compiled types inherit, hold, declare and call, bodies of methods included.</summary>
internal sealed class TypeGraph
{
    private readonly Dictionary<(string From, string To), string> edges = [];

    /// <summary>Each edge with the name of a type that makes it.</summary>
    public IReadOnlyDictionary<(string From, string To), string> Edges => edges;

    public static TypeGraph Of(IEnumerable<string> assemblies)
    {
        var graph = new TypeGraph();
        foreach (var path in assemblies)
        {
            using var module = ModuleDefinition.ReadModule(path);
            foreach (var type in module.GetTypes())
            {
                graph.Add(type);
            }
        }
        return graph;
    }

    private void Add(TypeDefinition type)
    {
        var known = new List<TypeReference?> { type.BaseType };
        known.AddRange(type.Interfaces.Select(static one => one.InterfaceType));
        known.AddRange(type.GenericParameters.SelectMany(static one => one.Constraints).Select(static one => one.ConstraintType));
        known.AddRange(type.CustomAttributes.Select(static one => one.AttributeType));
        known.AddRange(type.Fields.Select(static one => one.FieldType));
        known.AddRange(type.Methods.SelectMany(Known));
        foreach (
            var one in known.SelectMany(Parts).Select(NamespaceOf).Where(static name => name.StartsWith("Lethe", StringComparison.Ordinal))
        )
        {
            if (NamespaceOf(type) is { Length: > 0 } own && own != one)
            {
                edges.TryAdd((own, one), type.FullName);
            }
        }
    }

    private static IEnumerable<TypeReference?> Known(MethodDefinition method)
    {
        var signature = method
            .Parameters.Select(static one => one.ParameterType)
            .Prepend(method.ReturnType)
            .Concat(method.GenericParameters.SelectMany(static one => one.Constraints).Select(static one => one.ConstraintType))
            .Concat(method.CustomAttributes.Select(static one => one.AttributeType));
        return method.HasBody
            ? signature
                .Concat(method.Body.Variables.Select(static one => one.VariableType))
                .Concat(method.Body.ExceptionHandlers.Select(static one => one.CatchType))
                .Concat(method.Body.Instructions.SelectMany(static one => Operand(one.Operand)))
            : signature;
    }

    private static IEnumerable<TypeReference> Operand(object? operand) =>
        operand switch
        {
            GenericInstanceMethod method => method.GenericArguments.Prepend(method.DeclaringType),
            MemberReference { DeclaringType: { } owner } member and not TypeReference => [owner],
            TypeReference type => [type],
            _ => [],
        };

    // What a type is put together of: List<Plane[]> of List and Plane.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
            TypeSpecification made => Parts(made.ElementType),
            _ => [type],
        };

    private static string NamespaceOf(TypeReference type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;
}
