using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Execution;

/// <summary>
/// Makes a cell stoppable: wherever its code can go round (loops, backward jumps, functions that call each other or that a library calls),
/// it
/// looks at <see cref="StopFlag"/>. Nothing else can stop code without harm: a thread that is aborted takes the process with it.
/// </summary>
internal sealed partial class StopChecks : CSharpSyntaxRewriter
{
    private static readonly SyntaxAnnotation Narrow = new();

    private readonly Lazy<SemanticModel> meaning;

    private readonly CancellationToken cancellation;

    private StopChecks(Lazy<SemanticModel> meaning, CancellationToken cancellation) =>
        (this.meaning, this.cancellation) = (meaning, cancellation);

    /// <param name="tree">A cell.</param>
    /// <param name="meaning">What its names mean; asked only where the syntax does not tell.</param>
    /// <param name="cancellation">To ask takes as long as to compile.</param>
    /// <returns>The cell with its checks, in the same text; the same tree if none is needed.</returns>
    public static SyntaxTree Insert(SyntaxTree tree, Lazy<SemanticModel> meaning, CancellationToken cancellation)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot(cancellation);
        var checkedRoot = BetweenStatements(Widened((CompilationUnitSyntax)new StopChecks(meaning, cancellation).Visit(root)));
        return checkedRoot == root ? tree : tree.WithRootAndOptions(checkedRoot, tree.Options);
    }

    [return: NotNullIfNotNull(nameof(node))]
    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        cancellation.ThrowIfCancellationRequested();
        return base.Visit(node);
    }

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        BriefLoops.Include(node, meaning) ? node
        : base.VisitForStatement(node) is ForStatementSyntax loop ? Loop(loop, loop.CloseParenToken, loop.Statement)
        : null;

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        base.VisitWhileStatement(node) is WhileStatementSyntax loop ? Loop(loop, loop.CloseParenToken, loop.Statement) : null;

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        base.VisitDoStatement(node) is DoStatementSyntax loop ? Loop(loop, loop.DoKeyword, loop.Statement) : null;

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        base.VisitForEachStatement(node) is ForEachStatementSyntax loop ? Loop(loop, loop.CloseParenToken, loop.Statement) : null;

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        base.VisitForEachVariableStatement(node) is ForEachVariableStatementSyntax loop
            ? Loop(loop, loop.CloseParenToken, loop.Statement)
            : null;

    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) =>
        Unseen
            .Block(
                Unseen.Check(node.GotoKeyword.WithTrailingTrivia()),
                node.WithGotoKeyword(node.GotoKeyword.Lent().WithLeadingTrivia(node.GotoKeyword.TrailingTrivia))
            )
            .WithLeadingTrivia(node.GetLeadingTrivia());

    // The kit's long calls are told of the interrupt where the person has not written it.
    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var call = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        return
            meaning.Value.GetSymbolInfo(node).Symbol
                is IMethodSymbol { Parameters: [.., { IsOptional: true, Type.Name: nameof(CancellationToken) } token] } method
            && method.ContainingAssembly.Name is "Lethe" or "Lethe.Interactive"
            && node.ArgumentList.Arguments.Count < method.Parameters.Length
            && !node.ArgumentList.Arguments.Any(argument => argument.NameColon?.Name.Identifier.ValueText == token.Name)
            ? call.WithArgumentList(Unseen.With(call.ArgumentList, token.Name))
            : call;
    }

    // Where a function returns without a value, its closing brace is a place in the symbols, and needs a width: it borrows that of the next
    // token.
    private static CompilationUnitSyntax Widened(CompilationUnitSyntax root)
    {
        var widths = new Dictionary<SyntaxToken, SyntaxToken>();
        foreach (var brace in root.GetAnnotatedTokens(Narrow))
        {
            var next = brace.GetNextToken();
            widths[brace] = SyntaxFactory.Token(next.LeadingTrivia, SyntaxKind.CloseBraceToken, next.Text, "}", next.TrailingTrivia);
            widths[next] = next.Lent().WithLeadingTrivia();
        }
        return root.ReplaceTokens(widths.Keys, (token, _) => widths[token]);
    }

    // Long calls one after the other: the cell ends between them.
    private static CompilationUnitSyntax BetweenStatements(CompilationUnitSyntax root)
    {
        var members = new List<MemberDeclarationSyntax>();
        foreach (var member in root.Members)
        {
            var end = member.GetLastToken(includeZeroWidth: true);
            if (
                member == root.Members[^1]
                || member is not (FieldDeclarationSyntax or GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax })
                || !end.IsKind(SyntaxKind.SemicolonToken)
                || end.Text.Length == 0
                || end.Parent is EmptyStatementSyntax
            )
            {
                members.Add(member);
                continue;
            }
            members.Add(member.ReplaceToken(end, end.Lent()));
            members.Add(SyntaxFactory.GlobalStatement(Unseen.Check(end)));
        }
        return members.Count == root.Members.Count ? root : root.WithMembers(SyntaxFactory.List(members));
    }

    private static SyntaxNode Loop(StatementSyntax loop, SyntaxToken before, StatementSyntax body) =>
        body is BlockSyntax block
            ? loop.ReplaceNode(
                block,
                block
                    .WithOpenBraceToken(block.OpenBraceToken.Lent())
                    .WithStatements(block.Statements.Insert(0, Unseen.Check(block.OpenBraceToken)))
            )
            : loop.ReplaceSyntax(
                [body],
                (_, _) => Unseen.Block(Unseen.Check(before), body),
                [before],
                static (_, token) => token.Lent(),
                [],
                static (_, trivia) => trivia
            );

    private static bool IsExpression(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Expression", Arity: 1 }
        && type.ContainingNamespace.ToDisplayString() == "System.Linq.Expressions";
}
