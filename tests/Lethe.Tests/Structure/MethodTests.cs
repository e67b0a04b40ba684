using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Tests.Structure;

/// <summary>Methods fit on a screen or two.</summary>
public sealed class MethodTests
{
    private const int MostLines = 60;

    [Fact]
    public void They_are_short()
    {
        var found = SourceFile
            .All("src")
            .SelectMany(static file =>
                CSharpSyntaxTree
                    .ParseText(file.Text)
                    .GetRoot()
                    .DescendantNodes()
                    .Where(IsMethod)
                    .Select(node => (Name: $"{file.Path} {Name(node)}", Lines: Lines(node)))
            )
            .Where(static method => method.Lines > MostLines)
            .Select(static method => $"{method.Name} has {method.Lines} lines, of {MostLines} allowed");
        if (string.Join('\n', found.Order(StringComparer.Ordinal)) is { Length: > 0 } text)
        {
            Assert.Fail(text); // Assert.Empty shows only the first few
        }
    }

    private static bool IsMethod(SyntaxNode node) =>
        node
            is BaseMethodDeclarationSyntax
                or LocalFunctionStatementSyntax
                or AccessorDeclarationSyntax
                or PropertyDeclarationSyntax { ExpressionBody: not null };

    private static string Name(SyntaxNode node) =>
        node switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            LocalFunctionStatementSyntax local => local.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property.Identifier.Text,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
            _ => node.Kind().ToString(),
        };

    // Without its documentation and attributes, which are no part of what a reader has to keep in mind.
    private static int Lines(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span).Span;
        return span.End.Line - span.Start.Line + 1;
    }
}
