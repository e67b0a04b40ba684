using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Execution;

/// <summary>The clauses of queries.</summary>
internal sealed partial class StopChecks
{
    // Its clauses are lambdas that are not written as such.
    public override SyntaxNode? VisitQueryExpression(QueryExpressionSyntax node) =>
        IsData(node.Body) ? node.WithFromClause((FromClauseSyntax)base.VisitFromClause(node.FromClause)!) : base.VisitQueryExpression(node);

    public override SyntaxNode? VisitQueryBody(QueryBodySyntax node) => IsData(node) ? node : base.VisitQueryBody(node);

    public override SyntaxNode? VisitFromClause(FromClauseSyntax node) =>
        base.VisitFromClause(node) is FromClauseSyntax clause
            ? node.Parent is QueryExpressionSyntax
                ? clause
                : clause.WithExpression(Guarded(clause.Expression))
            : null;

    public override SyntaxNode? VisitLetClause(LetClauseSyntax node) =>
        base.VisitLetClause(node) is LetClauseSyntax clause ? clause.WithExpression(Guarded(clause.Expression)) : null;

    public override SyntaxNode? VisitWhereClause(WhereClauseSyntax node) =>
        base.VisitWhereClause(node) is WhereClauseSyntax clause ? clause.WithCondition(Guarded(clause.Condition)) : null;

    public override SyntaxNode? VisitOrdering(OrderingSyntax node) =>
        base.VisitOrdering(node) is OrderingSyntax clause ? clause.WithExpression(Guarded(clause.Expression)) : null;

    public override SyntaxNode? VisitJoinClause(JoinClauseSyntax node) =>
        base.VisitJoinClause(node) is JoinClauseSyntax clause ? clause.WithRightExpression(Guarded(clause.RightExpression)) : null;

    public override SyntaxNode? VisitSelectClause(SelectClauseSyntax node) =>
        base.VisitSelectClause(node) is SelectClauseSyntax clause ? clause.WithExpression(Guarded(clause.Expression)) : null;

    public override SyntaxNode? VisitGroupClause(GroupClauseSyntax node) =>
        base.VisitGroupClause(node) is GroupClauseSyntax clause ? clause.WithByExpression(Guarded(clause.ByExpression)) : null;

    // A name alone takes no time; and the compiler leaves out a `select x` that would only pass on what is there.
    private static ExpressionSyntax Guarded(ExpressionSyntax value) =>
        value is IdentifierNameSyntax or ThrowExpressionSyntax ? value : Unseen.Guard(value);

    // A query for a database, say: its clauses become expression trees.
    private bool IsData(QueryBodySyntax body) =>
        body
            .Clauses.Append<SyntaxNode>(body.SelectOrGroup)
            .SelectMany(Operations)
            .Any(static operation => operation.Parameters.Any(static parameter => IsExpression(parameter.Type)));

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
