using System.Reflection;
using System.Reflection.Metadata;
using Lethe.Interactive;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Compiling;

/// <summary>Which calls may be of the kit's methods that take a token last, and may be called without: told by the name alone, since to ask
/// what a call means takes as long as to compile it.</summary>
internal static class KitCalls
{
    private static readonly Lazy<HashSet<string>> Names = new(static () =>
        [.. Endings(typeof(LetheException).Assembly), .. Endings(typeof(NotebookHost).Assembly)]
    );

    /// <summary>False if it is no such call; true if the compiler must be asked.</summary>
    public static bool MayBe(InvocationExpressionSyntax call) =>
        call.Expression switch
        {
            SimpleNameSyntax name => Is(name),
            MemberAccessExpressionSyntax member => Is(member.Name),
            MemberBindingExpressionSyntax member => Is(member.Name),
            _ => true,
        };

    // A delegate is called by any name.
    private static bool Is(SimpleNameSyntax name) => Names.Value.Contains(name.Identifier.ValueText) || Names.Value.Contains("Invoke");

    // The methods whose last parameter may be left out.
    private static unsafe List<string> Endings(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out var blob, out var length))
        {
            throw new InvalidOperationException($"{assembly} has no metadata.");
        }
        var reader = new MetadataReader(blob, length);
        var names = new List<string>();
        foreach (var handle in reader.MethodDefinitions)
        {
            var method = reader.GetMethodDefinition(handle);
            var (last, isOptional) = (0, false);
            foreach (var parameter in method.GetParameters().Select(reader.GetParameter))
            {
                (last, isOptional) =
                    parameter.SequenceNumber >= last
                        ? (parameter.SequenceNumber, parameter.Attributes.HasFlag(ParameterAttributes.Optional))
                        : (last, isOptional);
            }
            if (isOptional)
            {
                names.Add(reader.GetString(method.Name));
            }
        }
        return names;
    }
}
