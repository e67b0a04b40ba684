using Lethe.Kernel.Stopping;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Lethe.Kernel.Compiling;

/// <summary>
/// Syntax that takes no room: its tokens mean what they mean and are written as nothing. A tree with it has the text of the tree without
/// it, so every line, column and caller's expression that the compiler derives from the text is the person's own. What must have a place in
/// the symbols needs a width, and borrows the text of a token beside it.
/// </summary>
internal static class Unseen
{
    public const string Flag = $"global::Lethe.Kernel.Stopping.{nameof(StopFlag)}";

    private static readonly ExpressionStatementSyntax Checking = (ExpressionStatementSyntax)ParseStatement(
        $"{Flag}.{nameof(StopFlag.Check)}();"
    );

    private static readonly ReturnStatementSyntax Returning = Blank((ReturnStatementSyntax)ParseStatement("return value;"));

    private static readonly ConditionalExpressionSyntax Going = Guarding(nameof(StopFlag.Go));

    /// <summary>A look at the flag.</summary>
    public static StatementSyntax Check(SyntaxToken lender) => Wide(Checking, SyntaxKind.SemicolonToken, lender.WithLeadingTrivia());

    /// <summary>A look at the flag and at the stack.</summary>
    public static StatementSyntax Enter(string function, bool isAsync, SyntaxToken lender) =>
        Wide(
            ParseStatement($"{Flag}.{(isAsync ? nameof(StopFlag.EnterAsync) : nameof(StopFlag.Enter))}({Text(function)});"),
            SyntaxKind.SemicolonToken,
            lender.WithLeadingTrivia()
        );

    /// <summary>A look at the flag before a value.</summary>
    public static ExpressionSyntax Guard(ExpressionSyntax value) => Going.WithWhenTrue(value);

    /// <summary>A look at the flag and at the stack before a value.</summary>
    public static ExpressionSyntax Guard(string function, ExpressionSyntax value) =>
        Guarding($"{nameof(StopFlag.Make)}({Text(function)})").WithWhenTrue(value);

    public static BlockSyntax Block(params IEnumerable<StatementSyntax> statements) =>
        SyntaxFactory.Block(Token(SyntaxKind.OpenBraceToken), List(statements), Token(SyntaxKind.CloseBraceToken));

    /// <summary>What an expression body is short for.</summary>
    public static StatementSyntax Body(ExpressionSyntax expression, bool hasValue)
    {
        var end = Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(expression.GetTrailingTrivia());
        return hasValue
            ? Returning
                .WithReturnKeyword(Returning.ReturnKeyword.WithLeadingTrivia(expression.GetLeadingTrivia()))
                .WithExpression(expression.WithoutTrivia())
                .WithSemicolonToken(end)
            : ExpressionStatement(expression.WithoutTrailingTrivia(), end);
    }

    /// <summary>The cell's token, after the arguments that are there.</summary>
    public static ArgumentListSyntax With(ArgumentListSyntax arguments, string parameter)
    {
        var token = Blank(
            ParseArgumentList($"({parameter}: global::Lethe.Kernel.{nameof(Notebook)}.{nameof(Notebook.CellToken)})").Arguments[0]
        );
        var all = arguments.Arguments.GetWithSeparators();
        return arguments.WithArguments(
            SeparatedList<ArgumentSyntax>(all.Count == 0 ? all.Add(token) : all.Add(Token(SyntaxKind.CommaToken)).Add(token))
        );
    }

    /// <summary>A member with an expression body that ends in a call.</summary>
    public static MemberDeclarationSyntax Member(string code, SyntaxToken lender) =>
        Wide(ParseMemberDeclaration(code)!, SyntaxKind.CloseParenToken, lender);

    /// <summary>A keyword or a sign.</summary>
    public static SyntaxToken Token(SyntaxKind kind) => SyntaxFactory.Token(default, kind, "", SyntaxFacts.GetText(kind), default);

    /// <summary>What is left of a token that has lent its text.</summary>
    public static SyntaxToken Lent(this SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken)
            ? Identifier(token.LeadingTrivia, SyntaxKind.IdentifierToken, "", token.ValueText, default)
            : SyntaxFactory.Token(token.LeadingTrivia, token.Kind(), "", token.ValueText, default);

    /// <summary>A literal, to be parsed.</summary>
    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    private static ConditionalExpressionSyntax Guarding(string look) =>
        Blank((ConditionalExpressionSyntax)ParseExpression($"{Flag}.{look} ? value : throw default"));

    private static T Blank<T>(T node)
        where T : SyntaxNode => Wide(node, SyntaxKind.None, default);

    // All tokens take no room but the last of a kind, which takes the lender's.
    private static T Wide<T>(T node, SyntaxKind kind, SyntaxToken lender)
        where T : SyntaxNode
    {
        var tokens = node.DescendantTokens().ToList();
        var wide = tokens.FindLastIndex(token => token.IsKind(kind)) is >= 0 and var last ? tokens[last] : default;
        return node.ReplaceTokens(
            tokens,
            (token, _) =>
                token == wide
                    ? SyntaxFactory.Token(lender.LeadingTrivia, kind, lender.Text, token.ValueText, lender.TrailingTrivia)
                    : token.Lent()
        );
    }
}
