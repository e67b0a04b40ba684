using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Tests.Structure;

/// <summary>Methods fit on a screen or two.</summary>
public sealed class MethodTests
{
    private const int MostLines = 60;

    // Those that do not yet, and how long they may be: the list only gets shorter.
    private static readonly Dictionary<string, int> Long = new()
    {
        ["src/Lethe.Cli/Commands/DetectCommand.cs Create"] = 90,
        ["src/Lethe.Cli/Commands/EraseCommand.cs Create"] = 171,
        ["src/Lethe.Cli/Commands/NotebookCommand.cs CreateRun"] = 63,
        ["src/Lethe.Cli/Commands/TrainCommand.cs Detector"] = 71,
        ["src/Lethe.Cli/Commands/TrainCommand.cs Fashion"] = 82,
        ["src/Lethe.Cli/Erase/EraseRun.cs Run"] = 76,
        ["src/Lethe.Interactive/Charts/HeatMap.cs Draw"] = 68,
        ["src/Lethe.Interactive/Charts/ImageGrid.cs Draw"] = 92,
        ["src/Lethe.Interactive/Charts/ScatterByClass.cs Draw"] = 67,
        ["src/Lethe.Notebooks/NotebookRunner.cs Run"] = 64,
        ["src/Lethe.Notebooks/TrxReport.cs Write"] = 85,
        ["src/Lethe/Detection/Runs/DetectorCard.cs Card"] = 93,
        ["src/Lethe/Detection/Training/DetectorTrainer.cs Train"] = 67,
        ["src/Lethe/Detection/Verdicts/DetectorMetadata.cs Read"] = 75,
        ["src/Lethe/Erasing/Runs/ErasingLab.cs Erased"] = 64,
        ["src/Lethe/Erasing/Tables/EraseMetrics.cs Build"] = 64,
        ["src/Lethe/Faces/Forgeries/MouthResynthesis.cs Forge"] = 71,
    };

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
            .GroupBy(static method => method.Name)
            .ToDictionary(static same => same.Key, static same => same.Max(static method => method.Lines));

        var faults = found
            .Where(static method => method.Value > Long.GetValueOrDefault(method.Key, MostLines))
            .Select(static method => $"{method.Key} has {method.Value} lines, of {Long.GetValueOrDefault(method.Key, MostLines)} allowed")
            .Concat(
                Long.Where(method => found.GetValueOrDefault(method.Key) < method.Value)
                    .Select(static method => $"{method.Key} is shorter now: put its length on the list, or take it off.")
            );
        if (string.Join('\n', faults.Order(StringComparer.Ordinal)) is { Length: > 0 } text)
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
