using System.Text.Json;
using Lethe.Kernel.Compiling;
using Lethe.Kernel.Directives;

namespace Lethe.Notebooks.Converting;

/// <summary>A notebook made of a <c>.dib</c> file or of a notebook by .NET Interactive: one that runs in this kernel and in
/// Microsoft's.</summary>
public sealed class ConvertedNotebook
{
    private readonly LanguageParts languages = new();
    private readonly List<string> notes = [];
    private readonly JsonArray cells = [];

    private ConvertedNotebook() { }

    public NotebookFile Notebook { get; private set; } = null!;

    /// <summary>What a person should look at, a sentence each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <exception cref="NotebookException">There is no such file, or it is neither of the two.</exception>
    public static ConvertedNotebook Read(string path)
    {
        var made = new ConvertedNotebook();
        if (Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase))
        {
            made.Add(Decode(NotebookFile.Bytes(path), path), path);
        }
        else
        {
            made.Add(NotebookFile.Read(path), path);
        }
        var root = new JsonObject
        {
            ["cells"] = made.cells,
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        made.Notebook = NotebookFile.Parse(JsonSerializer.SerializeToUtf8Bytes(root), path);
        NotebookStripper.Strip(made.Notebook);
        return made;
    }

    private void Add(string dib, string path)
    {
        try
        {
            foreach (var (language, text) in languages.Cut(dib, languages.Default))
            {
                Add(language, text, null);
            }
        }
        catch (JsonException error)
        {
            throw new NotebookException(NotebookStatus.NotANotebook, $"{path} is no .dib file: what follows #!meta is not JSON.", error);
        }
    }

    private void Add(NotebookFile notebook, string path)
    {
        var metadata = notebook.Metadata;
        var kernel = (metadata["kernelspec"] as JsonObject)?["name"]?.ToString() ?? "";
        if (!IsInteractive(kernel))
        {
            throw new NotebookException(
                NotebookStatus.NotANotebook,
                $"{path} is for the kernel {kernel}; only notebooks in C#, or by .NET Interactive, are converted."
            );
        }
        languages.Learn(((metadata["polyglot_notebook"] ?? metadata["dotnet_interactive"]) as JsonObject)?["kernelInfo"]);
        var standard = kernel.StartsWith(".net-", StringComparison.Ordinal) ? languages.Name(kernel[5..]) : languages.Default;
        foreach (var cell in notebook.Cells)
        {
            var noted = CellLanguage.Name(cell.Language);
            if (!cell.IsCode || string.IsNullOrWhiteSpace(cell.Source))
            {
                cells.Add(cell.Json.DeepClone());
                continue;
            }
            foreach (var (language, text) in languages.Cut(cell.Source, noted.Length > 0 ? languages.Name(noted) : standard))
            {
                Add(language, text, cell);
            }
        }
    }

    // Of the cell that it comes from, the tags stay.
    private void Add(string language, string text, NotebookCell? from)
    {
        var json = new JsonObject { ["metadata"] = from?.Metadata.DeepClone() ?? new JsonObject() };
        if (language == LanguageParts.CSharp)
        {
            Look(text);
        }
        var (type, source) = language switch
        {
            LanguageParts.CSharp => ("code", text),
            LanguageParts.Markdown => ("markdown", text),
            _ when IsDirective(language) => (
                "code",
                text.StartsWith($"#!{language}", StringComparison.Ordinal) ? text : $"#!{language}\n{text}"
            ),
            _ => ("markdown", Quoted(language, text)),
        };
        json["cell_type"] = type;
        json["source"] = NotebookCell.Lines(source);
        cells.Add(json);
    }

    private static bool IsDirective(string language) => DirectiveCatalog.Find($"#!{language}") is { TakesBody: true };

    private string Quoted(string language, string text)
    {
        notes.Add($"cell {cells.Count + 1} is in {language}, which a C# kernel does not run: it is text now");
        var fence = new string(
            '`',
            Math.Max(3, text.Split('\n').Max(static line => line.TrimStart().TakeWhile(static c => c == '`').Count()) + 1)
        );
        return $"*In {language}; a C# kernel does not run it.*\n\n{fence}{language}\n{text}\n{fence}";
    }

    // Directives that will not work here are better known now than when the cell runs.
    private void Look(string code)
    {
        try
        {
            foreach (
                var part in CellParts.Cut(code).OfType<CellPart.Directive>().Where(static part => DirectiveCatalog.Find(part.Name) is null)
            )
            {
                notes.Add($"cell {cells.Count + 1}: {OtherDirectives.Sentence(part)}");
            }
        }
        catch (TooDeepException error)
        {
            notes.Add($"cell {cells.Count + 1}: {error.Message}");
        }
    }

    private static bool IsInteractive(string kernel) =>
        kernel.Length == 0
        || kernel.StartsWith(".net", StringComparison.OrdinalIgnoreCase)
        || kernel is Kernel.KernelSpecs.Name or "polyglot-notebook" or "dotnet-interactive";

    private static string Decode(byte[] bytes, string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            throw new NotebookException(
                NotebookStatus.NotANotebook,
                $"{path} is no .dib file: it is not UTF-8. Save it again as UTF-8.",
                error
            );
        }
    }
}
