using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Lethe.Kernel.Execution;

/// <summary>
/// Syntax that takes no room: its tokens mean what they mean and are written as nothing. A tree with it has the text of the tree without
/// it, so
/// every line, column and caller's expression that the compiler derives from the text is the person's own.
/// </summary>
internal static class Unseen
{
    private static readonly MemberAccessExpressionSyntax Kernel = Member(
        AliasQualifiedName(IdentifierName(Token(SyntaxKind.GlobalKeyword)), Token(SyntaxKind.ColonColonToken), Name("Lethe")),
        "Kernel"
    );
    public static readonly MemberAccessExpressionSyntax Flag = Member(Member(Kernel, "Execution"), nameof(StopFlag));

    /// <summary><c>global::System.Type</c></summary>
    public static readonly TypeSyntax SystemType = Within(Global("System"), "Type");

    /// <summary><c>[global::System.Runtime.CompilerServices.CompilerGenerated]</c></summary>
    public static readonly AttributeListSyntax Generated = AttributeList(
        Token(SyntaxKind.OpenBracketToken),
        default,
        SingletonSeparatedList(Attribute(Within(Within(Within(Global("System"), "Runtime"), "CompilerServices"), "CompilerGenerated"))),
        Token(SyntaxKind.CloseBracketToken)
    );

    /// <summary>A look at the flag. A statement must have some width, or its place cannot be written into the symbols: it borrows the text
    /// of the token before it.</summary>
    public static StatementSyntax Check(SyntaxToken lender) => Call(nameof(StopFlag.Check), default, lender);

    /// <summary>A look at the flag and at the stack, as wide as <see cref="Check"/>.</summary>
    public static StatementSyntax Enter(string function, bool isAsync, SyntaxToken lender) =>
        Call(isAsync ? nameof(StopFlag.EnterAsync) : nameof(StopFlag.Enter), Text(function), lender);

    private static AliasQualifiedNameSyntax Global(string name) =>
        AliasQualifiedName(IdentifierName(Token(SyntaxKind.GlobalKeyword)), Token(SyntaxKind.ColonColonToken), Name(name));

    private static QualifiedNameSyntax Within(NameSyntax space, string name) =>
        QualifiedName(space, Token(SyntaxKind.DotToken), Name(name));

    /// <summary>What is left of a token that has lent its text.</summary>
    public static SyntaxToken Lent(this SyntaxToken token) =>
        SyntaxFactory.Token(token.LeadingTrivia, token.Kind(), "", token.ValueText, default);

    /// <summary>A look at the flag before a value.</summary>
    public static ExpressionSyntax Guard(ExpressionSyntax value) => Guard(Member(Flag, nameof(StopFlag.Go)), value);

    /// <summary>A look at the flag and at the stack before a value.</summary>
    public static ExpressionSyntax Guard(string function, ExpressionSyntax value) =>
        Guard(Called(nameof(StopFlag.Make), Text(function)), value);

    private static InvocationExpressionSyntax Called(string check, ExpressionSyntax? argument) =>
        InvocationExpression(
            Member(Flag, check),
            ArgumentList(
                Token(SyntaxKind.OpenParenToken),
                argument is null ? default : SingletonSeparatedList(Argument(argument)),
                Token(SyntaxKind.CloseParenToken)
            )
        );

    private static ConditionalExpressionSyntax Guard(ExpressionSyntax look, ExpressionSyntax value) =>
        ConditionalExpression(
            look,
            Token(SyntaxKind.QuestionToken),
            value,
            Token(SyntaxKind.ColonToken),
            ThrowExpression(
                Token(SyntaxKind.ThrowKeyword),
                LiteralExpression(SyntaxKind.DefaultLiteralExpression, Token(SyntaxKind.DefaultKeyword))
            )
        );

    /// <summary>A block around statements.</summary>
    public static BlockSyntax Block(params IEnumerable<StatementSyntax> statements) =>
        SyntaxFactory.Block(Token(SyntaxKind.OpenBraceToken), List(statements), Token(SyntaxKind.CloseBraceToken));

    /// <summary>What an expression body is short for.</summary>
    public static StatementSyntax Body(ExpressionSyntax expression, bool hasValue)
    {
        var (before, after) = (expression.GetLeadingTrivia(), expression.GetTrailingTrivia());
        var bare = expression.WithoutTrivia();
        var end = Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(after);
        return hasValue
            ? ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithLeadingTrivia(before), bare, end)
            : ExpressionStatement(expression.WithoutTrailingTrivia(), end);
    }

    /// <summary>A keyword or a sign.</summary>
    public static SyntaxToken Token(SyntaxKind kind) => SyntaxFactory.Token(default, kind, "", SyntaxFacts.GetText(kind), default);

    /// <summary>The cell's token, after what is handed over already.</summary>
    public static ArgumentListSyntax With(ArgumentListSyntax arguments, string parameter)
    {
        var token = Argument(
            NameColon(Name(parameter), Token(SyntaxKind.ColonToken)),
            default,
            Member(Member(Kernel, nameof(Notebook)), nameof(Notebook.CellToken))
        );
        var all = arguments.Arguments.GetWithSeparators();
        return arguments.WithArguments(
            SeparatedList<ArgumentSyntax>(all.Count == 0 ? all.Add(token) : all.Add(Token(SyntaxKind.CommaToken)).Add(token))
        );
    }

    /// <summary>A text.</summary>
    public static ExpressionSyntax Text(string value) =>
        LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(default, "", value, default));

    private static ExpressionStatementSyntax Call(string check, ExpressionSyntax? argument, SyntaxToken lender) =>
        ExpressionStatement(
            Called(check, argument),
            SyntaxFactory.Token(default, SyntaxKind.SemicolonToken, lender.Text, ";", lender.TrailingTrivia)
        );

    public static MemberAccessExpressionSyntax Member(ExpressionSyntax owner, string name) =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, owner, Token(SyntaxKind.DotToken), Name(name));

    public static IdentifierNameSyntax Name(string name) =>
        IdentifierName(Identifier(default, SyntaxKind.IdentifierToken, "", name, default));
}
