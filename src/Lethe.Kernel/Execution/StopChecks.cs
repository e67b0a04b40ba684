using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Execution;

/// <summary>
/// Makes a cell stoppable: wherever its code can go round (loops, backward jumps, functions that call each other or that a library calls), it
/// looks at <see cref="StopFlag"/>. Nothing else can stop code without harm: a thread that is aborted takes the process with it.
/// </summary>
internal sealed class StopChecks : CSharpSyntaxRewriter
{
    private static readonly SyntaxAnnotation Narrow = new();

    private readonly Lazy<SemanticModel> meaning;

    private readonly CancellationToken cancellation;

    private StopChecks(Lazy<SemanticModel> meaning, CancellationToken cancellation) => (this.meaning, this.cancellation) = (meaning, cancellation);

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
        BriefLoops.Include(node, meaning) ? node : base.VisitForStatement(node) is ForStatementSyntax loop ? Loop(loop, loop.CloseParenToken, loop.Statement) : null;

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) => base.VisitWhileStatement(node) is WhileStatementSyntax loop ? Loop(loop, loop.CloseParenToken, loop.Statement) : null;

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) => base.VisitDoStatement(node) is DoStatementSyntax loop ? Loop(loop, loop.DoKeyword, loop.Statement) : null;

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) => base.VisitForEachStatement(node) is ForEachStatementSyntax loop ? Loop(loop, loop.CloseParenToken, loop.Statement) : null;

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        base.VisitForEachVariableStatement(node) is ForEachVariableStatementSyntax loop ? Loop(loop, loop.CloseParenToken, loop.Statement) : null;

    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) => Unseen.Block(Unseen.Check(node.GotoKeyword.WithTrailingTrivia()), node.WithGotoKeyword(node.GotoKeyword.Lent().WithLeadingTrivia(node.GotoKeyword.TrailingTrivia))).WithLeadingTrivia(node.GetLeadingTrivia());

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) =>
        base.VisitAnonymousMethodExpression(node) is AnonymousMethodExpressionSyntax function ? function.WithBlock(Entered(function.Block)) : null;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => Lambda(node, base.VisitSimpleLambdaExpression);

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => Lambda(node, base.VisitParenthesizedLambdaExpression);

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        if (IsCalledByTheSystem(node.AttributeLists))
        {
            return node;
        }
        var function = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        return function.Body is { } body ? function.WithBody(Entered(body))
            : function.ExpressionBody is { Expression: not ThrowExpressionSyntax } arrow ? function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Entered(arrow, function.SemicolonToken, HasValue(node, node.ReturnType, node.Modifiers)))
            : function;
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        IsCalledByTheSystem(node.AttributeLists) ? node : Method((MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!, HasValue(node, node.ReturnType, node.Modifiers));

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node) => Method((OperatorDeclarationSyntax)base.VisitOperatorDeclaration(node)!, HasValue(node, node.ReturnType, node.Modifiers));

    public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) => Method((ConversionOperatorDeclarationSyntax)base.VisitConversionOperatorDeclaration(node)!, hasValue: true);

    // A type whose static constructor throws is lost for good; a loop in it must end all the same.
    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        var method = (ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!;
        return node.Modifiers.Any(SyntaxKind.StaticKeyword) ? method : Method(method, hasValue: false);
    }

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        var accessor = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
        return accessor.Body is { } body ? accessor.WithBody(Entered(body))
            : accessor.ExpressionBody is { Expression: not ThrowExpressionSyntax } arrow ? accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Entered(arrow, accessor.SemicolonToken, accessor.IsKind(SyntaxKind.GetAccessorDeclaration)))
            : accessor;
    }

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        var property = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        return property.ExpressionBody is { Expression: not ThrowExpressionSyntax } arrow
            ? property.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(arrow, property.SemicolonToken))
            : property;
    }

    public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        var indexer = (IndexerDeclarationSyntax)base.VisitIndexerDeclaration(node)!;
        return indexer.ExpressionBody is { Expression: not ThrowExpressionSyntax } arrow
            ? indexer.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(arrow, indexer.SemicolonToken))
            : indexer;
    }

    // The kit's long calls are told of the interrupt where the person has not written it.
    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var call = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        return meaning.Value.GetSymbolInfo(node).Symbol is IMethodSymbol { Parameters: [.., { IsOptional: true, Type.Name: nameof(CancellationToken) } token] } method
            && method.ContainingAssembly.Name is "Lethe" or "Lethe.Interactive"
            && node.ArgumentList.Arguments.Count < method.Parameters.Length
            && !node.ArgumentList.Arguments.Any(argument => argument.NameColon?.Name.Identifier.ValueText == token.Name)
                ? call.WithArgumentList(Unseen.With(call.ArgumentList, token.Name))
                : call;
    }

    // Its clauses are lambdas that are not written as such.
    public override SyntaxNode? VisitQueryExpression(QueryExpressionSyntax node) =>
        IsData(node.Body) ? node.WithFromClause((FromClauseSyntax)base.VisitFromClause(node.FromClause)!) : base.VisitQueryExpression(node);

    public override SyntaxNode? VisitQueryBody(QueryBodySyntax node) => IsData(node) ? node : base.VisitQueryBody(node);

    public override SyntaxNode? VisitFromClause(FromClauseSyntax node) =>
        base.VisitFromClause(node) is FromClauseSyntax clause ? node.Parent is QueryExpressionSyntax ? clause : clause.WithExpression(Guarded(clause.Expression)) : null;

    public override SyntaxNode? VisitLetClause(LetClauseSyntax node) => base.VisitLetClause(node) is LetClauseSyntax clause ? clause.WithExpression(Guarded(clause.Expression)) : null;

    public override SyntaxNode? VisitWhereClause(WhereClauseSyntax node) => base.VisitWhereClause(node) is WhereClauseSyntax clause ? clause.WithCondition(Guarded(clause.Condition)) : null;

    public override SyntaxNode? VisitOrdering(OrderingSyntax node) => base.VisitOrdering(node) is OrderingSyntax clause ? clause.WithExpression(Guarded(clause.Expression)) : null;

    public override SyntaxNode? VisitJoinClause(JoinClauseSyntax node) => base.VisitJoinClause(node) is JoinClauseSyntax clause ? clause.WithRightExpression(Guarded(clause.RightExpression)) : null;

    public override SyntaxNode? VisitSelectClause(SelectClauseSyntax node) => base.VisitSelectClause(node) is SelectClauseSyntax clause ? clause.WithExpression(Guarded(clause.Expression)) : null;

    public override SyntaxNode? VisitGroupClause(GroupClauseSyntax node) => base.VisitGroupClause(node) is GroupClauseSyntax clause ? clause.WithByExpression(Guarded(clause.ByExpression)) : null;

    // Where a function returns without a value, its closing brace is a place in the symbols, and needs a width: it borrows that of the next token.
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
            if (member == root.Members[^1] || member is not (FieldDeclarationSyntax or GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax }) || !end.IsKind(SyntaxKind.SemicolonToken) || end.Text.Length == 0 || end.Parent is EmptyStatementSyntax)
            {
                members.Add(member);
                continue;
            }
            members.Add(member.ReplaceToken(end, end.Lent()));
            members.Add(SyntaxFactory.GlobalStatement(Unseen.Check(end)));
        }
        return members.Count == root.Members.Count ? root : root.WithMembers(SyntaxFactory.List(members));
    }

    private static SyntaxNode Loop(StatementSyntax loop, SyntaxToken before, StatementSyntax body) => body is BlockSyntax block
        ? loop.ReplaceNode(block, Entered(block))
        : loop.ReplaceSyntax([body], (_, _) => Unseen.Block(Unseen.Check(before), body), [before], static (_, token) => token.Lent(), [], static (_, trivia) => trivia);

    private static BlockSyntax Entered(BlockSyntax body) => body.WithOpenBraceToken(body.OpenBraceToken.Lent()).WithStatements(body.Statements.Insert(0, Unseen.Check(body.OpenBraceToken)));

    private static BlockSyntax Entered(ArrowExpressionClauseSyntax arrow, SyntaxToken end, bool hasValue) => SyntaxFactory.Block(
        Unseen.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia),
        SyntaxFactory.List([Unseen.Check(arrow.ArrowToken), Unseen.Body(arrow.Expression, hasValue)]),
        SyntaxFactory.Token(end.LeadingTrivia, SyntaxKind.CloseBraceToken, end.Text, "}", end.TrailingTrivia));

    private static AccessorListSyntax Getter(ArrowExpressionClauseSyntax arrow, SyntaxToken end) => SyntaxFactory.AccessorList(
        Unseen.Token(SyntaxKind.OpenBraceToken),
        [SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, default, default, Unseen.Token(SyntaxKind.GetKeyword), Entered(arrow, end, hasValue: true), default)],
        Unseen.Token(SyntaxKind.CloseBraceToken));

    private static BaseMethodDeclarationSyntax Method(BaseMethodDeclarationSyntax method, bool hasValue) => method switch
    {
        { Body: { } body } => method.WithBody(Entered(body)),
        { ExpressionBody: { Expression: not ThrowExpressionSyntax } arrow } => method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Entered(arrow, method.SemicolonToken, hasValue)),
        _ => method,
    };

    // A name alone takes no time; and the compiler leaves out a `select x` that would only pass on what is there.
    private static ExpressionSyntax Guarded(ExpressionSyntax value) => value is IdentifierNameSyntax or ThrowExpressionSyntax ? value : Unseen.Guard(value);

    // An exception may not pass a native caller; nor is anyone there to catch it at a module's start.
    private static bool IsCalledByTheSystem(SyntaxList<AttributeListSyntax> lists) =>
        lists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() is var name && (name.Contains("UnmanagedCallersOnly", StringComparison.Ordinal) || name.Contains("ModuleInitializer", StringComparison.Ordinal)));

    private SyntaxNode? Lambda<TLambda>(TLambda node, Func<TLambda, SyntaxNode?> visitChildren)
        where TLambda : LambdaExpressionSyntax
    {
        if (node.Block is not null)
        {
            var whole = (LambdaExpressionSyntax)visitChildren(node)!;
            return whole.WithBlock(Entered(whole.Block!));
        }
        if (IsExpression(meaning.Value.GetTypeInfo(node).ConvertedType))
        {
            return node; // a tree is data: what it holds is not run here
        }
        var lambda = (LambdaExpressionSyntax)visitChildren(node)!;
        if (lambda.ExpressionBody is null or ThrowExpressionSyntax || meaning.Value.GetSymbolInfo(node).Symbol is not IMethodSymbol symbol)
        {
            return lambda;
        }
        var block = Unseen.Block(Unseen.Check(lambda.ArrowToken), Unseen.Body(lambda.ExpressionBody, HasValue(symbol)));
        if (!HasValue(symbol))
        {
            if (node.GetLastToken().GetNextToken().IsKind(SyntaxKind.None) || lambda.GetLastToken(includeZeroWidth: true).HasAnnotation(Narrow))
            {
                return lambda; // no token to borrow from: it is the cell's value, or only assigns a lambda
            }
            block = block.WithCloseBraceToken(block.CloseBraceToken.WithAdditionalAnnotations(Narrow));
        }
        return lambda.WithArrowToken(lambda.ArrowToken.Lent()).WithExpressionBody(null).WithBlock(block);
    }

    private bool HasValue(SyntaxNode function, TypeSyntax type, SyntaxTokenList modifiers) =>
        type is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
        && (!modifiers.Any(SyntaxKind.AsyncKeyword) || (meaning.Value.GetDeclaredSymbol(function) is IMethodSymbol symbol && HasValue(symbol)));

    private static bool HasValue(IMethodSymbol function) => !function.ReturnsVoid && !(function.IsAsync && function.ReturnType is INamedTypeSymbol { Arity: 0 });

    private static bool IsExpression(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Expression", Arity: 1 } && type.ContainingNamespace.ToDisplayString() == "System.Linq.Expressions";

    // A query for a database, say: its clauses become expression trees.
    private bool IsData(QueryBodySyntax body) => body.Clauses.Append<SyntaxNode>(body.SelectOrGroup).SelectMany(Operations).Any(static operation =>
        operation.Parameters.Any(static parameter => IsExpression(parameter.Type)));

    private IEnumerable<IMethodSymbol> Operations(SyntaxNode clause)
    {
        IEnumerable<ISymbol?> found = clause switch
        {
            OrderByClauseSyntax order => order.Orderings.Select(ordering => meaning.Value.GetSymbolInfo(ordering).Symbol),
            QueryClauseSyntax other => [meaning.Value.GetQueryClauseInfo(other).OperationInfo.Symbol],
            SelectOrGroupClauseSyntax last => [meaning.Value.GetSymbolInfo(last).Symbol],
            _ => [],
        };
        return found.OfType<IMethodSymbol>();
    }
}
