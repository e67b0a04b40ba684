using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Lethe.Kernel.Execution;

/// <summary>Members that the compiler gives to a record by itself, written out so that they look at the stack. They take no room, like all
/// of <see cref="Unseen"/>.</summary>
internal static class UnseenRecord
{
    /// <summary>With <c>public override string ToString()</c>, which calls the compiler's <c>PrintMembers</c>.</summary>
    public static RecordDeclarationSyntax WithText(RecordDeclarationSyntax record)
    {
        var last = record.SemicolonToken.IsKind(SyntaxKind.SemicolonToken) ? record.SemicolonToken : record.CloseBraceToken;
        var name = Unseen.Text(record.Identifier.ValueText);
        var method = MethodDeclaration(
                PredefinedType(Unseen.Token(SyntaxKind.StringKeyword)),
                Identifier(default, SyntaxKind.IdentifierToken, "", "ToString", default)
            )
            .AddAttributeLists(Unseen.Generated) // as the compiler's own has: who shows it can tell it from a person's
            .WithModifiers(Modifiers(SyntaxKind.PublicKeyword, SyntaxKind.OverrideKeyword))
            .WithParameterList(ParameterList(Unseen.Token(SyntaxKind.OpenParenToken), default, Unseen.Token(SyntaxKind.CloseParenToken)))
            .WithExpressionBody(Arrow(nameof(StopFlag.Text), last, name, Unseen.Name("PrintMembers")))
            .WithSemicolonToken(Unseen.Token(SyntaxKind.SemicolonToken));
        return record
            .WithSemicolonToken(default)
            .WithOpenBraceToken(
                record.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken) ? record.OpenBraceToken : Unseen.Token(SyntaxKind.OpenBraceToken)
            )
            .WithMembers(record.Members.Add(method))
            .WithCloseBraceToken(Unseen.Token(SyntaxKind.CloseBraceToken));
    }

    /// <summary>With <c>EqualityContract</c>, which the compiler's comparison and hash ask.</summary>
    public static RecordDeclarationSyntax WithContract(RecordDeclarationSyntax record, bool isDerived)
    {
        if (record.OpenBraceToken is not { Text.Length: > 0 } first)
        {
            return record; // without members of its own that are set later, it is in no ring
        }
        TypeSyntax type = record.TypeParameterList is { } parameters
            ? GenericName(
                record.Identifier.Again(),
                TypeArgumentList(
                    Unseen.Token(SyntaxKind.LessThanToken),
                    Listed(parameters.Parameters.Select(static TypeSyntax (one) => IdentifierName(one.Identifier.Again()))),
                    Unseen.Token(SyntaxKind.GreaterThanToken)
                )
            )
            : IdentifierName(record.Identifier.Again());
        var itself = TypeOfExpression(
            Unseen.Token(SyntaxKind.TypeOfKeyword),
            Unseen.Token(SyntaxKind.OpenParenToken),
            type,
            Unseen.Token(SyntaxKind.CloseParenToken)
        );
        var contract = PropertyDeclaration(
                Unseen.SystemType,
                Identifier(default, SyntaxKind.IdentifierToken, "", "EqualityContract", default)
            )
            .WithModifiers(
                isDerived ? Modifiers(SyntaxKind.ProtectedKeyword, SyntaxKind.OverrideKeyword)
                : record.Modifiers.Any(SyntaxKind.SealedKeyword) ? Modifiers(SyntaxKind.PrivateKeyword)
                : Modifiers(SyntaxKind.ProtectedKeyword, SyntaxKind.VirtualKeyword)
            )
            .WithExpressionBody(Arrow(nameof(StopFlag.Same), first, itself))
            .WithSemicolonToken(Unseen.Token(SyntaxKind.SemicolonToken));
        return record.WithOpenBraceToken(Unseen.Token(SyntaxKind.OpenBraceToken)).WithMembers(record.Members.Insert(0, contract));
    }

    // => StopFlag.CHECK(…), as wide as the token that it borrows from.
    private static ArrowExpressionClauseSyntax Arrow(string check, SyntaxToken lender, params IEnumerable<ExpressionSyntax> arguments) =>
        ArrowExpressionClause(
            Unseen.Token(SyntaxKind.EqualsGreaterThanToken),
            InvocationExpression(
                Unseen.Member(Unseen.Flag, check),
                ArgumentList(
                    Unseen.Token(SyntaxKind.OpenParenToken),
                    Listed(arguments.Select(static argument => Argument(argument))),
                    Token(lender.LeadingTrivia, SyntaxKind.CloseParenToken, lender.Text, ")", lender.TrailingTrivia)
                )
            )
        );

    private static SeparatedSyntaxList<T> Listed<T>(IEnumerable<T> nodes)
        where T : SyntaxNode =>
        nodes.ToList() is var all ? SeparatedList(all, Enumerable.Repeat(Unseen.Token(SyntaxKind.CommaToken), all.Count - 1)) : default;

    private static SyntaxTokenList Modifiers(params IEnumerable<SyntaxKind> kinds) => TokenList(kinds.Select(Unseen.Token));

    private static SyntaxToken Again(this SyntaxToken name) => Identifier(default, SyntaxKind.IdentifierToken, "", name.ValueText, default);
}
