using Lethe.Kernel.Debugging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Compiling;

/// <summary>Functions: they get a frame, and those that are one expression get a body.</summary>
internal sealed partial class DebugPoints
{
    private static bool IsBodyOwner(SyntaxNode node) =>
        node
            is AnonymousFunctionExpressionSyntax
                or LocalFunctionStatementSyntax
                or AccessorDeclarationSyntax
                or BaseMethodDeclarationSyntax
                or PropertyDeclarationSyntax
                or IndexerDeclarationSyntax;

    // Writes the node's own, and what is in it.
    private bool IsFunction(SyntaxNode node)
    {
        var (block, expression, arrow, end) = node switch
        {
            DestructorDeclarationSyntax => default,
            AnonymousFunctionExpressionSyntax one => (one.Block, one.ExpressionBody, Arrow(one), default),
            LocalFunctionStatementSyntax one => (
                one.Body,
                one.ExpressionBody?.Expression,
                one.ExpressionBody?.ArrowToken,
                one.SemicolonToken
            ),
            AccessorDeclarationSyntax one => (one.Body, one.ExpressionBody?.Expression, one.ExpressionBody?.ArrowToken, one.SemicolonToken),
            BaseMethodDeclarationSyntax one => (
                one.Body,
                one.ExpressionBody?.Expression,
                one.ExpressionBody?.ArrowToken,
                one.SemicolonToken
            ),
            PropertyDeclarationSyntax { ExpressionBody: { } body } one => (null, body.Expression, body.ArrowToken, one.SemicolonToken),
            IndexerDeclarationSyntax { ExpressionBody: { } body } one => (null, body.Expression, body.ArrowToken, one.SemicolonToken),
            _ => ((BlockSyntax?)null, (ExpressionSyntax?)null, (SyntaxToken?)null, default(SyntaxToken)),
        };
        if (block is null && expression is null)
        {
            return false;
        }
        foreach (var part in node.ChildNodes().Where(part => part is ConstructorInitializerSyntax))
        {
            Visit(part); // before the body, and in nobody's frame
        }
        functions.Push(Make(node, (SyntaxNode?)block ?? expression!));
        if (block is not null)
        {
            Write(block.OpenBraceToken.Span.End, Lines(block.OpenBraceToken.Span.End, Enter()));
            base.Visit(block);
        }
        else
        {
            Body(node, expression!, arrow!.Value, end);
        }
        functions.Pop();
        return true;
    }

    private static SyntaxToken? Arrow(AnonymousFunctionExpressionSyntax function) => (function as LambdaExpressionSyntax)?.ArrowToken;

    private string Enter() => $"using var {functions.Peek().Frame} = {Frame}.{nameof(DebugFrame.Enter)}();";

    // `=> value;` becomes `{ return value; }`, that of a property `{ get { return value; } }`.
    private void Body(SyntaxNode node, ExpressionSyntax expression, SyntaxToken arrow, SyntaxToken end)
    {
        var (open, close) = node switch
        {
            PropertyDeclarationSyntax or IndexerDeclarationSyntax => ("{ get {", "} }"),
            AnonymousFunctionExpressionSyntax => ("=> {", "}"),
            _ => ("{", "}"),
        };
        var returns = expression is ThrowExpressionSyntax || !HasValue(functions.Peek().Symbol!) ? "" : "return ";
        Write(arrow.SpanStart, open, arrow.Span.Length);
        var at = expression.SpanStart;
        Write(at, Lines(at, $"{Enter()} {Point(expression, expression, at, isTurn: false)}", returns));
        Visit(expression);
        if (end.IsKind(SyntaxKind.SemicolonToken))
        {
            Write(end.Span.End, close);
        }
        else
        {
            Write(expression.Span.End, $"; {close}");
        }

        static bool HasValue(IMethodSymbol function) =>
            !function.ReturnsVoid && !(function.IsAsync && function.ReturnType is INamedTypeSymbol { Arity: 0 });
    }

    private Function Make(SyntaxNode node, SyntaxNode body)
    {
        var symbol =
            meaning.GetDeclaredSymbol(node) switch
            {
                IMethodSymbol method => method,
                IPropertySymbol property => property.GetMethod,
                _ => null,
            }
            ?? meaning.GetSymbolInfo(node).Symbol as IMethodSymbol;
        var outer = functions.TryPeek(out var around) ? around : null;
        var isNested = node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;
        var owner = symbol?.ContainingType;
        var hasThis = isNested
            ? outer is { Self: not null } && symbol is { IsStatic: false } && owner is { TypeKind: not TypeKind.Struct }
            : symbol is { IsStatic: false } && owner is { IsScriptClass: false, IsRefLikeType: false };
        return new(StopChecks.NameOf(node), $"frame__{++made}", symbol, variables.Captured(body), hasThis ? owner : null);
    }

    private IEnumerable<string?> Catches(SyntaxNode shown)
    {
        for (var node = shown; node is not null && !(functions.Count > 0 && IsBodyOwner(node)); node = node.Parent)
        {
            foreach (var caught in node.Parent is TryStatementSyntax { Block: var block } tries && block == node ? tries.Catches : [])
            {
                var type = caught.Declaration is { Type: var named } ? meaning.GetTypeInfo(named).Type : null;
                yield return type is null or { SpecialType: SpecialType.System_Object } ? null : NameOf(type);
            }
        }
    }

    private static string NameOf(ITypeSymbol type) =>
        type.ContainingType is { IsScriptClass: false } outer ? $"{NameOf(outer)}+{type.MetadataName}"
        : type.ContainingType is { } script ? $"{script.Name}+{type.MetadataName}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.MetadataName}"
        : type.MetadataName;
}
