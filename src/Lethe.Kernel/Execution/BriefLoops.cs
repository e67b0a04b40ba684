using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Execution;

/// <summary>
/// Loops that are over before anybody would press stop: they count an <c>int</c> to a fixed end, and only reckon with numbers on the way. A
/// check
/// would be most of what such a turn costs, and two billion turns take seconds.
/// </summary>
internal static class BriefLoops
{
    /// <summary>True if the loop needs no check.</summary>
    public static bool Include(ForStatementSyntax loop, Lazy<SemanticModel> meaning) =>
        loop
            is {
                Declaration.Variables: [var counter],
                Condition: BinaryExpressionSyntax { Left: IdentifierNameSyntax left } condition,
                Incrementors: [var step]
            }
        && left.Identifier.ValueText == counter.Identifier.ValueText
        && Counts(step, left, condition.Kind())
        && IsFixed(condition.Right)
        && meaning.Value.GetDeclaredSymbol(counter) is ILocalSymbol { Type.SpecialType: SpecialType.System_Int32 }
        && loop.Statement.DescendantNodesAndSelf()
            .All(node => IsQuick(node, meaning.Value) && !Assigns(node, left) && !Assigns(node, condition.Right));

    private static bool Counts(ExpressionSyntax step, IdentifierNameSyntax counter, SyntaxKind comparison)
    {
        var (counted, isUp) = step switch
        {
            PostfixUnaryExpressionSyntax post => (post.Operand, post.IsKind(SyntaxKind.PostIncrementExpression)),
            PrefixUnaryExpressionSyntax pre => (pre.Operand, pre.IsKind(SyntaxKind.PreIncrementExpression)),
            _ => (null, false),
        };
        var isDown = step.Kind() is SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression;
        return counted is IdentifierNameSyntax name
            && name.Identifier.ValueText == counter.Identifier.ValueText
            && ((isUp && comparison == SyntaxKind.LessThanExpression) || (isDown && comparison == SyntaxKind.GreaterThanExpression));
    }

    private static bool IsFixed(ExpressionSyntax end) =>
        end
            is LiteralExpressionSyntax
                or IdentifierNameSyntax
                or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax, Name.Identifier.ValueText: "Length" };

    private static bool Assigns(SyntaxNode node, ExpressionSyntax to)
    {
        var target = node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PrefixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression
            } step => step.Operand,
            PostfixUnaryExpressionSyntax step => step.Operand,
            _ => null,
        };
        var name = (to as MemberAccessExpressionSyntax)?.Expression ?? to;
        return target is not null
            && target
                .DescendantNodesAndSelf()
                .OfType<IdentifierNameSyntax>()
                .Any(found => found.Identifier.ValueText == (name as IdentifierNameSyntax)?.Identifier.ValueText)
            && target is not ElementAccessExpressionSyntax;
    }

    private static bool IsQuick(SyntaxNode node, SemanticModel meaning) =>
        node switch
        {
            BlockSyntax
            or ExpressionStatementSyntax
            or IfStatementSyntax
            or ElseClauseSyntax
            or BreakStatementSyntax
            or ContinueStatementSyntax
            or EmptyStatementSyntax => true,
            LocalDeclarationStatementSyntax
            or VariableDeclarationSyntax
            or VariableDeclaratorSyntax
            or EqualsValueClauseSyntax
            or PredefinedTypeSyntax
            or BracketedArgumentListSyntax
            or ArgumentSyntax { RefKindKeyword.RawKind: 0 } => true,
            IdentifierNameSyntax { IsVar: true } => true,
            ElementAccessExpressionSyntax element => meaning.GetTypeInfo(element.Expression).Type is IArrayTypeSymbol
                && IsNumber(element, meaning),
            IdentifierNameSyntax name => meaning.GetSymbolInfo(name).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol
                && (IsNumber(name, meaning) || meaning.GetTypeInfo(name).Type is IArrayTypeSymbol),
            LiteralExpressionSyntax
            or ParenthesizedExpressionSyntax
            or CastExpressionSyntax
            or BinaryExpressionSyntax
            or PrefixUnaryExpressionSyntax
            or PostfixUnaryExpressionSyntax
            or ConditionalExpressionSyntax
            or AssignmentExpressionSyntax => IsNumber((ExpressionSyntax)node, meaning),
            _ => false,
        };

    // Or true and false: what the processor itself reckons with.
    private static bool IsNumber(ExpressionSyntax expression, SemanticModel meaning) =>
        meaning.GetTypeInfo(expression)
            is { Type.SpecialType: (>= SpecialType.System_Boolean and <= SpecialType.System_Double) and not SpecialType.System_Decimal };
}
