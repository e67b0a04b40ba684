using System.Diagnostics.CodeAnalysis;
using Lethe.Kernel.Stopping;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Compiling;

/// <summary>
/// Makes a cell stoppable: wherever its code can go round (loops, backward jumps, functions that call each other or that a library calls),
/// it looks at <see cref="StopFlag"/>. Nothing else can stop code without harm: a thread that is aborted takes the process with it.
/// </summary>
internal sealed partial class StopChecks : CSharpSyntaxRewriter
{
    private static readonly SyntaxAnnotation Narrow = new();

    private readonly Lazy<SemanticModel> meaning;
    private readonly CancellationToken cancellation;

    private StopChecks(Lazy<SemanticModel> meaning, CancellationToken cancellation) =>
        (this.meaning, this.cancellation) = (meaning, cancellation);

    /// <summary>A cell with its checks, in the same text; the same tree if none is needed. What names mean is asked only where the syntax
    /// does not tell: it takes as long as to compile.</summary>
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
        return node switch
        {
            ForStatementSyntax loop when BriefLoops.Include(loop, meaning) => loop,
            GotoStatementSyntax jump => Jump(jump),
            MethodDeclarationSyntax { AttributeLists: var lists } when IsCalledByTheSystem(lists) => node,
            LocalFunctionStatementSyntax { AttributeLists: var lists } when IsCalledByTheSystem(lists) => node,
            // A tree is data: what it holds is not run here.
            LambdaExpressionSyntax { Block: null } lambda when IsExpression(meaning.Value.GetTypeInfo(lambda).ConvertedType) => node,
            QueryExpressionSyntax query when IsData(query.Body) => query.WithFromClause((FromClauseSyntax)Visit(query.FromClause)),
            QueryBodySyntax body when IsData(body) => node,
            _ => Checked(node!, base.Visit(node)),
        };
    }

    // As typed, for what only the whole tree tells; and with the checks of what lies within.
    [return: NotNullIfNotNull(nameof(node))]
    private SyntaxNode? Checked(SyntaxNode typed, SyntaxNode? node) =>
        node switch
        {
            ForStatementSyntax loop => Loop(loop, loop.CloseParenToken, loop.Statement),
            WhileStatementSyntax loop => Loop(loop, loop.CloseParenToken, loop.Statement),
            DoStatementSyntax loop => Loop(loop, loop.DoKeyword, loop.Statement),
            CommonForEachStatementSyntax loop => Loop(loop, loop.CloseParenToken, loop.Statement),
            InvocationExpressionSyntax call => Told((InvocationExpressionSyntax)typed, call),
            // `class Node { Node next = new(); }` never comes to a constructor's body.
            BaseObjectCreationExpressionSyntax made when IsBeforeTheBody(typed) => Unseen.Guard(NameOf(typed), made),
            RecordDeclarationSyntax record => Record((RecordDeclarationSyntax)typed, record),
            BlockSyntax body when IsFunction(typed.Parent) => Entered(typed.Parent, body),
            LambdaExpressionSyntax lambda => Lambda((LambdaExpressionSyntax)typed, lambda),
            BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax when IsFunction(typed) => WithBlock(typed, node),
            AccessorDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax => WithBlock(typed, node),
            // The clauses of a query are lambdas that are not written as such.
            FromClauseSyntax clause when typed.Parent is not QueryExpressionSyntax => clause.WithExpression(Guarded(clause.Expression)),
            LetClauseSyntax clause => clause.WithExpression(Guarded(clause.Expression)),
            WhereClauseSyntax clause => clause.WithCondition(Guarded(clause.Condition)),
            OrderingSyntax clause => clause.WithExpression(Guarded(clause.Expression)),
            JoinClauseSyntax clause => clause.WithRightExpression(Guarded(clause.RightExpression)),
            SelectClauseSyntax clause => clause.WithExpression(Guarded(clause.Expression)),
            GroupClauseSyntax clause => clause.WithByExpression(Guarded(clause.ByExpression)),
            _ => node,
        };

    private static BlockSyntax Jump(GotoStatementSyntax node) =>
        Unseen
            .Block(
                Unseen.Check(node.GotoKeyword.WithTrailingTrivia()),
                node.WithGotoKeyword(node.GotoKeyword.Lent().WithLeadingTrivia(node.GotoKeyword.TrailingTrivia))
            )
            .WithLeadingTrivia(node.GetLeadingTrivia());

    private static StatementSyntax Loop(StatementSyntax loop, SyntaxToken before, StatementSyntax body) =>
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

    // The kit's long calls are told of the interrupt where the person has not written it.
    private InvocationExpressionSyntax Told(InvocationExpressionSyntax typed, InvocationExpressionSyntax call) =>
        KitCalls.MayBe(typed)
        && meaning.Value.GetSymbolInfo(typed).Symbol
            is IMethodSymbol { Parameters: [.., { IsOptional: true, Type.Name: nameof(CancellationToken) } token] } method
        && method.ContainingAssembly.Name is "Lethe" or "Lethe.Interactive"
        && typed.ArgumentList.Arguments.Count < method.Parameters.Length
        && !typed.ArgumentList.Arguments.Any(argument => argument.NameColon?.Name.Identifier.ValueText == token.Name)
            ? call.WithArgumentList(Unseen.With(call.ArgumentList, token.Name))
            : call;

    // A name alone takes no time; and the compiler leaves out a `select x` that would only pass on what is there.
    private static ExpressionSyntax Guarded(ExpressionSyntax value) =>
        value is IdentifierNameSyntax or ThrowExpressionSyntax ? value : Unseen.Guard(value);

    // A query for a database, say: its clauses become expression trees.
    private bool IsData(QueryBodySyntax body) =>
        body
            .Clauses.Append<SyntaxNode>(body.SelectOrGroup)
            .SelectMany(Operations)
            .OfType<IMethodSymbol>()
            .Any(static operation => operation.Parameters.Any(static parameter => IsExpression(parameter.Type)));

    private IEnumerable<ISymbol?> Operations(SyntaxNode clause) =>
        clause switch
        {
            OrderByClauseSyntax order => order.Orderings.Select(ordering => meaning.Value.GetSymbolInfo(ordering).Symbol),
            QueryClauseSyntax other => [meaning.Value.GetQueryClauseInfo(other).OperationInfo.Symbol],
            _ => [meaning.Value.GetSymbolInfo((SelectOrGroupClauseSyntax)clause).Symbol],
        };

    public static bool IsExpression(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Expression", Arity: 1 }
        && type.ContainingNamespace.ToDisplayString() == "System.Linq.Expressions";

    // Where a function returns without a value, its closing brace is a place in the symbols: it borrows the width of the next token.
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
                member != root.Members[^1]
                && member is FieldDeclarationSyntax or GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax }
                && end.IsKind(SyntaxKind.SemicolonToken)
                && end.Text.Length > 0
                && end.Parent is not EmptyStatementSyntax
            )
            {
                members.AddRange(member.ReplaceToken(end, end.Lent()), SyntaxFactory.GlobalStatement(Unseen.Check(end)));
            }
            else
            {
                members.Add(member);
            }
        }
        return members.Count == root.Members.Count ? root : root.WithMembers(SyntaxFactory.List(members));
    }
}
