using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Execution;

/// <summary>The entries of functions.</summary>
internal sealed partial class StopChecks
{
    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) =>
        base.VisitAnonymousMethodExpression(node) is AnonymousMethodExpressionSyntax function
            ? function.WithBlock(Entered(node, function.Block))
            : null;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        Lambda(node, base.VisitSimpleLambdaExpression);

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        Lambda(node, base.VisitParenthesizedLambdaExpression);

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        if (IsCalledByTheSystem(node.AttributeLists))
        {
            return node;
        }
        var function = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        return function.Body is { } body ? function.WithBody(Entered(node, body))
            : function.ExpressionBody is { Expression: not ThrowExpressionSyntax } arrow
                ? function
                    .WithExpressionBody(null)
                    .WithSemicolonToken(default)
                    .WithBody(Entered(node, arrow, function.SemicolonToken, HasValue(node, node.ReturnType, node.Modifiers)))
            : function;
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        IsCalledByTheSystem(node.AttributeLists)
            ? node
            : Method(node, (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!, HasValue(node, node.ReturnType, node.Modifiers));

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node) =>
        Method(node, (OperatorDeclarationSyntax)base.VisitOperatorDeclaration(node)!, HasValue(node, node.ReturnType, node.Modifiers));

    public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
        Method(node, (ConversionOperatorDeclarationSyntax)base.VisitConversionOperatorDeclaration(node)!, hasValue: true);

    // A type whose static constructor throws is lost for good; a loop in it must end all the same.
    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        var method = (ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!;
        return node.Modifiers.Any(SyntaxKind.StaticKeyword) ? method : Method(node, method, hasValue: false);
    }

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        var accessor = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
        return accessor.Body is { } body ? accessor.WithBody(Entered(node, body))
            : accessor.ExpressionBody is { Expression: not ThrowExpressionSyntax } arrow
                ? accessor
                    .WithExpressionBody(null)
                    .WithSemicolonToken(default)
                    .WithBody(Entered(node, arrow, accessor.SemicolonToken, accessor.IsKind(SyntaxKind.GetAccessorDeclaration)))
            : accessor;
    }

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        var property = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        return property.ExpressionBody is { Expression: not ThrowExpressionSyntax } arrow
            ? property.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(node, arrow, property.SemicolonToken))
            : property;
    }

    public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        var indexer = (IndexerDeclarationSyntax)base.VisitIndexerDeclaration(node)!;
        return indexer.ExpressionBody is { Expression: not ThrowExpressionSyntax } arrow
            ? indexer.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(node, arrow, indexer.SemicolonToken))
            : indexer;
    }

    private static BlockSyntax Entered(SyntaxNode node, BlockSyntax body) =>
        body.WithOpenBraceToken(body.OpenBraceToken.Lent())
            .WithStatements(body.Statements.Insert(0, Unseen.Enter(NameOf(node), IsAsync(node), body.OpenBraceToken)));

    private static BlockSyntax Entered(SyntaxNode node, ArrowExpressionClauseSyntax arrow, SyntaxToken end, bool hasValue) =>
        SyntaxFactory.Block(
            Unseen.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia),
            SyntaxFactory.List([Unseen.Enter(NameOf(node), IsAsync(node), arrow.ArrowToken), Unseen.Body(arrow.Expression, hasValue)]),
            SyntaxFactory.Token(end.LeadingTrivia, SyntaxKind.CloseBraceToken, end.Text, "}", end.TrailingTrivia)
        );

    private static AccessorListSyntax Getter(SyntaxNode node, ArrowExpressionClauseSyntax arrow, SyntaxToken end) =>
        SyntaxFactory.AccessorList(
            Unseen.Token(SyntaxKind.OpenBraceToken),
            [
                SyntaxFactory.AccessorDeclaration(
                    SyntaxKind.GetAccessorDeclaration,
                    default,
                    default,
                    Unseen.Token(SyntaxKind.GetKeyword),
                    Entered(node, arrow, end, hasValue: true),
                    default
                ),
            ],
            Unseen.Token(SyntaxKind.CloseBraceToken)
        );

    private static BaseMethodDeclarationSyntax Method(SyntaxNode node, BaseMethodDeclarationSyntax method, bool hasValue) =>
        method switch
        {
            { Body: { } body } => method.WithBody(Entered(node, body)),
            { ExpressionBody: { Expression: not ThrowExpressionSyntax } arrow } => method
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(Entered(node, arrow, method.SemicolonToken, hasValue)),
            _ => method,
        };

    // As a person would call it. Asked of the tree as it was typed: a node that was rewritten has no parent.
    private static string NameOf(SyntaxNode function)
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

    private static bool IsAsync(SyntaxNode function) =>
        function switch
        {
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            _ => false,
        };

    private static string? OwnerOf(SyntaxNode member) => member.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText;

    // An exception may not pass a native caller; nor is anyone there to catch it at a module's start.
    private static bool IsCalledByTheSystem(SyntaxList<AttributeListSyntax> lists) =>
        lists
            .SelectMany(static list => list.Attributes)
            .Any(static attribute =>
                attribute.Name.ToString() is var name
                && (
                    name.Contains("UnmanagedCallersOnly", StringComparison.Ordinal)
                    || name.Contains("ModuleInitializer", StringComparison.Ordinal)
                )
            );

    private SyntaxNode? Lambda<TLambda>(TLambda node, Func<TLambda, SyntaxNode?> visitChildren)
        where TLambda : LambdaExpressionSyntax
    {
        if (node.Block is not null)
        {
            var whole = (LambdaExpressionSyntax)visitChildren(node)!;
            return whole.WithBlock(Entered(node, whole.Block!));
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
        var block = Unseen.Block(
            Unseen.Enter(NameOf(node), IsAsync(node), lambda.ArrowToken),
            Unseen.Body(lambda.ExpressionBody, HasValue(symbol))
        );
        if (!HasValue(symbol))
        {
            if (
                node.GetLastToken().GetNextToken().IsKind(SyntaxKind.None)
                || lambda.GetLastToken(includeZeroWidth: true).HasAnnotation(Narrow)
            )
            {
                return lambda; // no token to borrow from: it is the cell's value, or only assigns a lambda
            }
            block = block.WithCloseBraceToken(block.CloseBraceToken.WithAdditionalAnnotations(Narrow));
        }
        return lambda.WithArrowToken(lambda.ArrowToken.Lent()).WithExpressionBody(null).WithBlock(block);
    }

    private bool HasValue(SyntaxNode function, TypeSyntax type, SyntaxTokenList modifiers) =>
        type is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
        && (
            !modifiers.Any(SyntaxKind.AsyncKeyword)
            || (meaning.Value.GetDeclaredSymbol(function) is IMethodSymbol symbol && HasValue(symbol))
        );

    private static bool HasValue(IMethodSymbol function) =>
        !function.ReturnsVoid && !(function.IsAsync && function.ReturnType is INamedTypeSymbol { Arity: 0 });
}
