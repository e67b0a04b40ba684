using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Compiling;

/// <summary>
/// Loops that are over before anybody would press stop: they count an <c>int</c> to a fixed end, and only reckon with numbers on the way. A
/// check would be most of what such a turn costs, and two billion turns take seconds.
/// </summary>
internal static class BriefLoops
{
    public static bool Include(ForStatementSyntax loop, Lazy<SemanticModel> meaning) =>
        loop
            is {
                Declaration.Variables: [var counter],
                Condition: BinaryExpressionSyntax { Left: IdentifierNameSyntax left, Right: var end } condition,
                Incrementors: [var step]
            }
        && left.Identifier.ValueText is var name
        && name == counter.Identifier.ValueText
        && Counts(step.ToString(), left.ToString(), condition.Kind())
        && Fixed(end) is { } bound
        && meaning.Value.GetDeclaredSymbol(counter) is ILocalSymbol { Type.SpecialType: SpecialType.System_Int32 }
        && loop.Statement.DescendantNodesAndSelf()
            .All(node => IsQuick(node, meaning.Value) && !Assigns(node, name) && !Assigns(node, bound));

    private static bool Counts(string step, string counter, SyntaxKind comparison) =>
        comparison switch
        {
            SyntaxKind.LessThanExpression => step == $"{counter}++" || step == $"++{counter}",
            SyntaxKind.GreaterThanExpression => step == $"{counter}--" || step == $"--{counter}",
            _ => false,
        };

    // The name that an end is known by, empty for a number; null if it may change by itself.
    private static string? Fixed(ExpressionSyntax end) =>
        end switch
        {
            LiteralExpressionSyntax => "",
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name, Name.Identifier.ValueText: "Length" } =>
                name.Identifier.ValueText,
            _ => null,
        };

    private static bool Assigns(SyntaxNode node, string name)
    {
        var target = node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PrefixUnaryExpressionSyntax step when step.OperatorToken.Text is "++" or "--" => step.Operand,
            PostfixUnaryExpressionSyntax step => step.Operand,
            _ => null,
        };
        return target is not (null or ElementAccessExpressionSyntax)
            && target.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(found => found.Identifier.ValueText == name);
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
