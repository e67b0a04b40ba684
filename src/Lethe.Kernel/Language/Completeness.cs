using Lethe.Kernel.Compiling;
using Lethe.Kernel.Directives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Kernel.Language;

/// <summary>Whether a cell can be run as it stands: asked by consoles when Enter is pressed.</summary>
internal static class Completeness
{
    /// <returns><c>complete</c>, <c>incomplete</c> or <c>invalid</c>, and how far the next line is to be indented.</returns>
    public static (string Status, string Indent) Of(string cell)
    {
        try
        {
            return DeepStack.Run(() => Read(cell));
        }
        catch (TooDeepException)
        {
            return ("invalid", ""); // running it says why
        }
    }

    private static (string Status, string Indent) Read(string cell)
    {
        foreach (var part in CellParts.Cut(cell).OfType<CellPart.Code>())
        {
            CodeDepth.CheckTokens(part.Text);
            var tree = CSharpSyntaxTree.ParseText(part.Text, CSharpSession.Parsing);
            if (!SyntaxFactory.IsCompleteSubmission(tree))
            {
                return ("incomplete", new(' ', 4 * Depth(part.Text)));
            }
            if (tree.GetDiagnostics().Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                return ("invalid", "");
            }
        }
        return ("complete", "");
    }

    private static int Depth(string code)
    {
        var braces = SyntaxFactory.ParseTokens(code, options: CSharpSession.Parsing).CountBy(static token => token.Kind()).ToDictionary();
        return Math.Max(0, braces.GetValueOrDefault(SyntaxKind.OpenBraceToken) - braces.GetValueOrDefault(SyntaxKind.CloseBraceToken));
    }
}
