using Lethe.Kernel.Compiling;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Notebooks.Gallery;

/// <summary>What the variables of a notebook's parameters are set to, where the code says it as plain text or number.</summary>
internal static class ParameterReading
{
    public static IReadOnlyDictionary<string, string> Of(NotebookFile notebook)
    {
        var values = new Dictionary<string, string>();
        foreach (
            var cell in notebook.Cells.Where(static cell =>
                cell.IsCode
                && (cell.Tags.Contains(ParameterCell.Tag) || cell.Tags.Contains(ParameterCell.InjectedTag))
                && CodeColours.CanBeRead(cell.Source)
            )
        )
        {
            var root = CSharpSyntaxTree.ParseText(cell.Source, CSharpSession.Parsing).GetRoot();
            foreach (var node in root.DescendantNodes())
            {
                var (name, value) = node switch
                {
                    VariableDeclaratorSyntax { Initializer.Value: var initial } variable => (variable.Identifier.Text, initial),
                    AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var right } => (left.Identifier.Text, right),
                    _ => ("", null),
                };
                if (value is not null)
                {
                    values[name] = value is LiteralExpressionSyntax literal ? literal.Token.ValueText : value.ToString();
                }
            }
        }
        return values;
    }
}
