using Lethe.Kernel.Compiling;
using Lethe.Kernel.Directives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Dap;

/// <summary>The lines of a cell, counted from 1, at which it could be stopped: asked before it is compiled.</summary>
internal static class CellLines
{
    public static IReadOnlyList<int> Of(string code)
    {
        try
        {
            return DeepStack.Run(() =>
                CellParts.Cut(code).OfType<CellPart.Code>().SelectMany(static part => Lines(part.Text)).Distinct().Order().ToList()
            );
        }
        catch (TooDeepException)
        {
            return []; // running it says why
        }
    }

    private static List<int> Lines(string code)
    {
        CodeDepth.CheckTokens(code);
        var tree = CSharpSyntaxTree.ParseText(code, CSharpSession.Parsing);
        CodeDepth.CheckTree(tree.GetRoot());
        return
        [
            .. tree.GetRoot()
                .DescendantNodes()
                .Where(static node =>
                    node switch
                    {
                        BlockSyntax or LocalFunctionStatementSyntax or LabeledStatementSyntax => false,
                        EmptyStatementSyntax { Parent: not BlockSyntax } => false,
                        StatementSyntax => true,
                        FieldDeclarationSyntax field => field.Parent is CompilationUnitSyntax && DebugPoints.IsRun(field),
                        _ => node is ExpressionSyntax && node.Parent is ArrowExpressionClauseSyntax or LambdaExpressionSyntax,
                    }
                )
                .Select(node => tree.GetLineSpan(node.Span).StartLinePosition.Line + 1),
        ];
    }
}
