using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Compiling;

/// <summary>Names of Microsoft's kernel that old notebooks spell out, as those of this one: <c>Microsoft.DotNet.Interactive.Kernel</c>.
/// The formatters' own stay: they are there under theirs.</summary>
internal static class OldNames
{
    private const string Microsofts = "Microsoft.DotNet.Interactive";
    private const string Ours = "Lethe.Kernel";

    private static readonly string[] Types = [nameof(Kernel), nameof(KernelInvocationContext), nameof(SubmitCode), nameof(PasswordString)];

    // Where Microsoft's has what a cell may use here without asking.
    private static readonly string[] Namespaces = ["Commands", "Connection", "CSharp", "Documents", "Events", "Jupyter.Formatting"];

    public static SyntaxTree Replace(SyntaxTree tree, string code, CancellationToken cancellation)
    {
        if (!code.Contains(Microsofts, StringComparison.Ordinal))
        {
            return tree;
        }
        var root = tree.GetRoot(cancellation);
        var old = root.DescendantNodes()
            .Where(static node => node is QualifiedNameSyntax or MemberAccessExpressionSyntax && New(node) is not null)
            .ToList();
        return old.Count == 0
            ? tree
            : tree.WithRootAndOptions(root.ReplaceNodes(old, static (node, _) => New(node)!.WithTriviaFrom(node)), tree.Options);
    }

    private static SyntaxNode? New(SyntaxNode node)
    {
        var name = node.WithoutTrivia().ToString();
        if (!name.StartsWith(Microsofts + ".", StringComparison.Ordinal))
        {
            return null;
        }
        var rest = name[(Microsofts.Length + 1)..];
        var text =
            Types.Contains(rest) ? $"{Ours}.{rest}"
            : node.Parent is UsingDirectiveSyntax && Namespaces.Contains(rest) ? Ours
            : null;
        return text is null ? null
            : node is QualifiedNameSyntax ? SyntaxFactory.ParseName(text)
            : SyntaxFactory.ParseExpression(text);
    }
}
