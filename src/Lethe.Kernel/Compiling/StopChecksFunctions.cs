using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Compiling;

/// <summary>The entries of functions.</summary>
internal sealed partial class StopChecks
{
    // A type whose static constructor throws is lost for good; a loop in it must end all the same.
    private static bool IsFunction([NotNullWhen(true)] SyntaxNode? node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        || (
            node is BaseMethodDeclarationSyntax { Modifiers: var modifiers } and not DestructorDeclarationSyntax
            && !(node is ConstructorDeclarationSyntax && modifiers.Any(SyntaxKind.StaticKeyword))
        );

    // An expression body has no place for a statement.
    private SyntaxNode WithBlock(SyntaxNode typed, SyntaxNode node) =>
        node switch
        {
            LocalFunctionStatementSyntax { ExpressionBody: { Expression: not ThrowExpressionSyntax } arrow } function => function
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(Entered(typed, arrow, function.SemicolonToken)),
            AccessorDeclarationSyntax { ExpressionBody: { Expression: not ThrowExpressionSyntax } arrow } accessor => accessor
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(Entered(typed, arrow, accessor.SemicolonToken)),
            BaseMethodDeclarationSyntax { ExpressionBody: { Expression: not ThrowExpressionSyntax } arrow } method => method
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(Entered(typed, arrow, method.SemicolonToken)),
            PropertyDeclarationSyntax { ExpressionBody: { Expression: not ThrowExpressionSyntax } arrow } property => property
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithAccessorList(Getter(Entered(typed, arrow, property.SemicolonToken))),
            IndexerDeclarationSyntax { ExpressionBody: { Expression: not ThrowExpressionSyntax } arrow } indexer => indexer
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithAccessorList(Getter(Entered(typed, arrow, indexer.SemicolonToken))),
            _ => node,
        };

    private SyntaxNode Lambda(LambdaExpressionSyntax typed, LambdaExpressionSyntax lambda)
    {
        if (lambda.ExpressionBody is null or ThrowExpressionSyntax || meaning.Value.GetSymbolInfo(typed).Symbol is not IMethodSymbol symbol)
        {
            return lambda;
        }
        var block = Unseen.Block(Enter(typed, lambda.ArrowToken), Unseen.Body(lambda.ExpressionBody, HasValue(symbol)));
        if (!HasValue(symbol))
        {
            if (
                typed.GetLastToken().GetNextToken().IsKind(SyntaxKind.None)
                || lambda.GetLastToken(includeZeroWidth: true).HasAnnotation(Narrow)
            )
            {
                return lambda; // no token to borrow from: it is the cell's value, or only assigns a lambda
            }
            block = block.WithCloseBraceToken(block.CloseBraceToken.WithAdditionalAnnotations(Narrow));
        }
        return lambda.WithArrowToken(lambda.ArrowToken.Lent()).WithExpressionBody(null).WithBlock(block);
    }

    private static BlockSyntax Entered(SyntaxNode typed, BlockSyntax body) =>
        body.WithOpenBraceToken(body.OpenBraceToken.Lent()).WithStatements(body.Statements.Insert(0, Enter(typed, body.OpenBraceToken)));

    private BlockSyntax Entered(SyntaxNode typed, ArrowExpressionClauseSyntax arrow, SyntaxToken end) =>
        SyntaxFactory.Block(
            Unseen.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia),
            SyntaxFactory.List([Enter(typed, arrow.ArrowToken), Unseen.Body(arrow.Expression, HasValue(typed))]),
            SyntaxFactory.Token(end.LeadingTrivia, SyntaxKind.CloseBraceToken, end.Text, "}", end.TrailingTrivia)
        );

    private static StatementSyntax Enter(SyntaxNode typed, SyntaxToken lender)
    {
        var isAsync = typed switch
        {
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            _ => false,
        };
        return Unseen.Enter(NameOf(typed), isAsync, lender);
    }

    private static AccessorListSyntax Getter(BlockSyntax body) =>
        SyntaxFactory.AccessorList(
            Unseen.Token(SyntaxKind.OpenBraceToken),
            [
                SyntaxFactory.AccessorDeclaration(
                    SyntaxKind.GetAccessorDeclaration,
                    default,
                    default,
                    Unseen.Token(SyntaxKind.GetKeyword),
                    body,
                    default
                ),
            ],
            Unseen.Token(SyntaxKind.CloseBraceToken)
        );

    // As a person would call it.
    public static string NameOf(SyntaxNode function)
    {
        var name = function switch
        {
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            EventDeclarationSyntax declared => declared.Identifier.ValueText,
            IndexerDeclarationSyntax => "this[]",
            AccessorDeclarationSyntax accessor => NameOf(accessor.Parent!.Parent!),
            OperatorDeclarationSyntax of => $"operator {of.OperatorToken.ValueText}",
            ConversionOperatorDeclarationSyntax conversion => $"operator {conversion.Type}",
            ConstructorDeclarationSyntax or BaseObjectCreationExpressionSyntax => $"{OwnerOf(function)}'s constructor",
            _ => "A lambda",
        };
        return function is MemberDeclarationSyntax and not ConstructorDeclarationSyntax && OwnerOf(function) is { } owner
            ? $"{owner}.{name}"
            : name;
    }

    private static string? OwnerOf(SyntaxNode member) => member.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText;

    // An exception may not pass a native caller; nor is anyone there to catch it at a module's start.
    public static bool IsCalledByTheSystem(SyntaxList<AttributeListSyntax> lists) =>
        lists
            .SelectMany(static list => list.Attributes)
            .Select(static attribute => attribute.Name.ToString())
            .Any(static name =>
                name.Contains("UnmanagedCallersOnly", StringComparison.Ordinal)
                || name.Contains("ModuleInitializer", StringComparison.Ordinal)
            );

    private bool HasValue(SyntaxNode function) =>
        function switch
        {
            LocalFunctionStatementSyntax local => HasValue(local, local.ReturnType, local.Modifiers),
            MethodDeclarationSyntax method => HasValue(method, method.ReturnType, method.Modifiers),
            OperatorDeclarationSyntax of => HasValue(of, of.ReturnType, of.Modifiers),
            AccessorDeclarationSyntax accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
            _ => function is not ConstructorDeclarationSyntax,
        };

    private bool HasValue(SyntaxNode function, TypeSyntax type, SyntaxTokenList modifiers) =>
        type is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
        && (
            !modifiers.Any(SyntaxKind.AsyncKeyword)
            || (meaning.Value.GetDeclaredSymbol(function) is IMethodSymbol symbol && HasValue(symbol))
        );

    private static bool HasValue(IMethodSymbol function) =>
        !function.ReturnsVoid && !(function.IsAsync && function.ReturnType is INamedTypeSymbol { Arity: 0 });
}
