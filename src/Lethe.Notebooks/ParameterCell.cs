using Lethe.Kernel.Compiling;
using Lethe.Kernel.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Notebooks;

/// <summary>Sets the variables of the cell tagged <c>parameters</c> by a cell after it, as papermill does; what does not fit is said
/// before anything runs.</summary>
internal static class ParameterCell
{
    public const string Tag = "parameters";
    public const string InjectedTag = "injected-parameters";

    /// <returns>The inserted cell; null if there is nothing to set.</returns>
    /// <exception cref="NotebookException">There is no such cell; a name is not declared there, or is a constant; a value does not fit its
    /// type.</exception>
    public static NotebookCell? Insert(NotebookFile notebook, IReadOnlyDictionary<string, string> values, string name)
    {
        if (values.Count == 0)
        {
            return null;
        }
        var cell =
            notebook.Cells.FirstOrDefault(static cell => cell.IsCode && cell.Tags.Contains(Tag))
            ?? throw Bad($"{name} takes no parameters: no cell of it is tagged '{Tag}'.");
        var lines = DeepStack.Run(() => Assignments(cell.Source, values, name));
        return notebook.InsertAfter(cell, NotebookCell.Code($"{cell.Id}-injected", string.Join('\n', lines), InjectedTag));
    }

    private static List<string> Assignments(string source, IReadOnlyDictionary<string, string> values, string name)
    {
        CodeDepth.CheckTokens(source);
        var compilation = Compile(source);
        var declared = Declared(compilation);
        if (values.Keys.FirstOrDefault(parameter => !declared.ContainsKey(parameter)) is { } unknown)
        {
            throw Bad($"{name} has no parameter '{unknown}'. It has: {(declared.Count == 0 ? "none" : string.Join(", ", declared.Keys))}.");
        }
        if (values.Keys.FirstOrDefault(parameter => declared[parameter].IsConst || declared[parameter].IsReadOnly) is { } constant)
        {
            throw Bad(
                $"'{constant}' cannot be set: it is a constant in {name}, and a constant cannot be set. Declare it there "
                    + $"without const or readonly."
            );
        }
        List<string> lines = [.. values.Select(pair => $"{pair.Key} = {Expression(pair.Key, pair.Value, declared[pair.Key].Type, name)};")];
        CheckTypes(compilation, source, lines, [.. values], declared, name);
        return lines;
    }

    // What is no plain value of the type may still be an expression: 2 * 3, new DateTime(2026, 1, 1). One, so that it cannot be a second
    // statement.
    private static string Expression(string parameter, string value, ITypeSymbol type, string name)
    {
        if (ParameterLiteral.Of(value, type) is { } literal)
        {
            return literal;
        }
        CodeDepth.CheckTokens(value);
        return SyntaxFactory.ParseExpression(value, options: CSharpSession.Parsing, consumeFullText: true).ContainsDiagnostics
            ? throw Unfit(parameter, value, type, name)
            : value;
    }

    // If the cell stands on earlier ones it cannot be bound alone; a value that does not fit is then found when it is set.
    private static void CheckTypes(
        CSharpCompilation alone,
        string source,
        List<string> lines,
        List<KeyValuePair<string, string>> values,
        Dictionary<string, IFieldSymbol> declared,
        string name
    )
    {
        if (Errors(alone).Any())
        {
            return;
        }
        var start = source.Length + 1;
        foreach (
            var error in Errors(Compile($"{source}\n{string.Join('\n', lines)}")).Where(error => error.Location.SourceSpan.Start >= start)
        )
        {
            var line = Enumerable.Range(0, lines.Count).First(i => (start += lines[i].Length + 1) > error.Location.SourceSpan.Start);
            throw Unfit(values[line].Key, values[line].Value, declared[values[line].Key].Type, name);
        }
    }

    private static Dictionary<string, IFieldSymbol> Declared(CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees[0];
        var model = compilation.GetSemanticModel(tree);
        return ((CompilationUnitSyntax)tree.GetRoot())
            .Members.OfType<FieldDeclarationSyntax>()
            .SelectMany(static field => field.Declaration.Variables)
            .Select(variable => model.GetDeclaredSymbol(variable))
            .OfType<IFieldSymbol>()
            .DistinctBy(static field => field.Name)
            .ToDictionary(static field => field.Name);
    }

    private static CSharpCompilation Compile(string source)
    {
        // Directives become blanks, so that places stay.
        var code = string.Join(
            '\n',
            source
                .Split('\n')
                .Select(static line => line.AsSpan().TrimStart() is ['#', 'r' or '!', ..] ? new string(' ', line.Length) : line)
        );
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            usings: HostImports.Namespaces,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Annotations
        );
        return CSharpCompilation.CreateScriptCompilation(
            "parameters",
            CSharpSyntaxTree.ParseText(code, CSharpSession.Parsing),
            new ReferenceSet().Since(0),
            options
        );
    }

    private static IEnumerable<Diagnostic> Errors(CSharpCompilation compilation) =>
        compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static NotebookException Unfit(string parameter, string value, ITypeSymbol type, string name) =>
        Bad(
            $"'{value}' is no value for the parameter '{parameter}' of {name}, which is of type "
                + $"{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}{ParameterLiteral.Choices(type)}."
        );

    private static NotebookException Bad(string message) => new(NotebookStatus.BadParameter, message);
}
