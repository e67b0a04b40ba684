using System.Reflection;
using System.Runtime.ExceptionServices;
using Lethe.Kernel.Debugging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Compiling;

/// <summary>C# that is evaluated where a cell is stopped: it sees the frame's variables, the members of its <c>this</c> with and without
/// that word, private ones too, and what cells have declared.</summary>
internal sealed class FrameExpression : CSharpSyntaxRewriter
{
    private const string Frame = $"global::Lethe.Kernel.Debugging.{nameof(DebugFrame)}";
    private const string Self = "this__";
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly HashSet<string> locals;
    private readonly Type? self;

    private FrameExpression(IEnumerable<string> locals, Type? self) => (this.locals, this.self) = ([.. locals], self);

    /// <returns>What evaluates it, on the thread that is stopped; a variable that it sets is set in the frame.</returns>
    /// <exception cref="CompilationFailedException">The code is not valid.</exception>
    public static Func<object?> Compile(CSharpSession session, DebugFrame frame, bool isInnermost, string code)
    {
        var seen = PointTable.Points[frame.Point].Variables.Take(frame.Values.Length).ToList(); // at an exception there may be fewer
        var root = CSharpSyntaxTree.ParseText(code, CSharpSession.Parsing).GetRoot();
        var names = root.DescendantTokens().Select(static token => token.ValueText).ToHashSet();
        var self = seen.FindIndex(static variable => variable.Name == DebugVariable.This);
        var rewriter = new FrameExpression(seen.Select(static variable => variable.Name), self < 0 ? null : frame.Values[self]?.GetType());
        var prefix = string.Concat(
            seen.Select(
                (variable, i) =>
                    i == self ? $"var {Self} = {Read(variable, i, frame.Values[i])}; "
                    : names.Contains(variable.Name) ? $"var @{variable.Name} = {Read(variable, i, frame.Values[i])}; "
                    : ""
            )
        );
        var (run, declared) = session.CompileAside(prefix + rewriter.Visit(root).ToFullString());
        return () =>
        {
            var value = run().GetAwaiter().GetResult();
            TakeOver(frame, seen, declared(), isInnermost);
            return value;
        };
    }

    // Of a type that has no name, or that a type parameter stands for, what it is here.
    private static string Read(DebugVariable variable, int index, object? value)
    {
        var reading =
            variable.Reading != "$" || value is null ? variable.Reading
            : IsAnonymous(value.GetType()) ? $"{Frame}.{nameof(DebugFrame.Like)}({Sample(value.GetType())}, $)"
            : $"({Written(value.GetType())})$";
        return reading.Replace("$", $"{Frame}.{nameof(DebugFrame.Value)}({index})", StringComparison.Ordinal);
    }

    private static bool IsAnonymous(Type type) => type.Name.Contains("AnonymousType", StringComparison.Ordinal);

    // Every `new { … }` of the same members is of one type.
    private static string Sample(Type type) =>
        IsAnonymous(type)
            ? $"new {{ {string.Join(", ", type.GetProperties().Select(static one => $"{one.Name} = {Sample(one.PropertyType)}"))} }}"
            : $"default({Written(type)})";

    private static void TakeOver(DebugFrame frame, List<DebugVariable> seen, object? declared, bool isInnermost)
    {
        for (var i = 0; i < seen.Count; i++)
        {
            if (declared?.GetType().GetField(seen[i].Name) is { } field && !Equals(field.GetValue(declared), frame.Values[i]))
            {
                if (!isInnermost || !seen[i].IsWritable)
                {
                    throw new InvalidOperationException(
                        $"{seen[i].Name} cannot be set here: "
                            + (isInnermost ? "the language does not allow it." : "it belongs to a function that is waiting for another.")
                    );
                }
                (frame.Values[i], frame.IsChanged) = (field.GetValue(declared), true);
            }
        }
    }

    public override SyntaxNode? VisitThisExpression(ThisExpressionSyntax node) => SyntaxFactory.IdentifierName(Self).WithTriviaFrom(node);

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node) =>
        node is { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } && Member(name) is { } member
            ? member
            : node.WithExpression((ExpressionSyntax)Visit(node.Expression));

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var name = node.Expression switch
        {
            IdentifierNameSyntax simple when !locals.Contains(simple.Identifier.ValueText) => simple,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax member } => member,
            _ => null,
        };
        var arguments = (ArgumentListSyntax)Visit(node.ArgumentList)!;
        return name is not null && Find(name) is MethodInfo { IsPublic: false } method
                ? Parse(
                    $"{Cast(method.ReturnType)}{Frame}.{nameof(DebugFrame.Call)}"
                        + $"({Self}, \"{name}\", new object?[] {{ {arguments.Arguments} }})"
                )
            : node.Expression is IdentifierNameSyntax && name is not null && Find(name) is MethodInfo
                ? node.WithExpression(Parse($"{Self}.{name}")).WithArgumentList(arguments)
            : node.WithExpression((ExpressionSyntax)Visit(node.Expression)).WithArgumentList(arguments);
    }

    public override SyntaxNode? VisitNameColon(NameColonSyntax node) => node;

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
        locals.Contains(node.Identifier.ValueText) || node.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax }
            ? node
            : Member(node)?.WithTriviaFrom(node) ?? node;

    private ExpressionSyntax? Member(IdentifierNameSyntax name) =>
        Find(name) switch
        {
            FieldInfo { IsPublic: true } or PropertyInfo { GetMethod.IsPublic: true } => Parse($"{Self}.{name}"),
            FieldInfo field => Hidden(name, field.FieldType),
            PropertyInfo property => Hidden(name, property.PropertyType),
            _ => null,
        };

    private static ExpressionSyntax Hidden(IdentifierNameSyntax name, Type type) =>
        Parse($"({Cast(type)}{Frame}.{nameof(DebugFrame.Member)}({Self}, \"{name}\"))");

    private MemberInfo? Find(IdentifierNameSyntax name)
    {
        for (var type = self; type is not null; type = type.BaseType)
        {
            if (type.GetMember(name.Identifier.ValueText, Any).FirstOrDefault() is { } member)
            {
                return member;
            }
        }
        return null;
    }

    private static ExpressionSyntax Parse(string code) => SyntaxFactory.ParseExpression(code);

    private static string Cast(Type type) => type == typeof(void) ? "" : $"({Written(type)})";

    private static string Written(Type type)
    {
        if (type.IsArray)
        {
            return $"{Written(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }
        var isOfCell =
            type.DeclaringType is { IsNested: false } && type.Assembly.GetName().Name!.StartsWith("cell-", StringComparison.Ordinal);
        var outer =
            isOfCell ? ""
            : type.IsNested ? $"{Written(type.DeclaringType!)}."
            : type.Namespace is null ? "global::"
            : $"global::{type.Namespace}.";
        return type.IsGenericType
            ? $"{outer}{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Written))}>"
            : outer + type.Name;
    }
}
