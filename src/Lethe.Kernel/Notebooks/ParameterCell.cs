using Lethe.Kernel.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Notebooks;

/// <summary>Sets the variables of the cell tagged <c>parameters</c> by a cell after it, as papermill does.</summary>
internal static class ParameterCell
{
    public const string Tag = "parameters";
    public const string InjectedTag = "injected-parameters";

    /// <returns>The inserted cell; null if there is nothing to set.</returns>
    /// <exception cref="NotebookException">A name is not declared there, or there is no such cell.</exception>
    public static NotebookCell? Insert(NotebookFile notebook, IReadOnlyDictionary<string, string> values, string name)
    {
        if (values.Count == 0)
        {
            return null;
        }
        var cell = notebook.Cells.FirstOrDefault(static cell => cell.IsCode && cell.Tags.Contains(Tag))
            ?? throw new NotebookException(NotebookStatus.BadParameter, $"{name} takes no parameters: no cell of it is tagged '{Tag}'.");
        var declared = Declared(cell.Source);
        if (values.Keys.FirstOrDefault(parameter => !declared.ContainsKey(parameter)) is { } unknown)
        {
            throw new NotebookException(NotebookStatus.BadParameter, $"{name} has no parameter '{unknown}'. It has: {(declared.Count == 0 ? "none" : string.Join(", ", declared.Keys))}.");
        }
        var lines = values.Select(pair => $"{pair.Key} = {Literal(pair.Key, pair.Value, declared[pair.Key], name)};");
        return notebook.InsertAfter(cell, NotebookCell.Code($"{cell.Id}-injected", string.Join('\n', lines), InjectedTag));
    }

    /// <summary>The variables that a cell declares, each with whether it is text.</summary>
    internal static IReadOnlyDictionary<string, bool> Declared(string source)
    {
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(source, CSharpSession.Parsing).GetRoot();
        var declared = new Dictionary<string, bool>();
        foreach (var declaration in root.Members.OfType<FieldDeclarationSyntax>().Select(static field => field.Declaration))
        {
            foreach (var variable in declaration.Variables)
            {
                var isText = declaration.Type.ToString() is "string" or "string?" || variable.Initializer?.Value is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } or InterpolatedStringExpressionSyntax;
                declared[variable.Identifier.Text] = isText;
            }
        }
        return declared;
    }

    // Text is taken as it is; anything else must be one C# expression, so that a value cannot be a second statement.
    private static string Literal(string parameter, string value, bool isText, string name)
    {
        if (isText)
        {
            return SymbolDisplay.FormatLiteral(value, quote: true);
        }
        var expression = SyntaxFactory.ParseExpression(value, options: CSharpSession.Parsing, consumeFullText: true);
        return expression.ContainsDiagnostics ? throw new NotebookException(NotebookStatus.BadParameter, $"'{value}' is no value for the parameter '{parameter}' of {name}.") : value;
    }
}
