using System.Text.Json;
using Lethe.Kernel.Directives;

namespace Lethe.Kernel.Execution;

/// <summary>A file of C#, or a notebook.</summary>
internal static class SourceFile
{
    /// <returns>What is to be run, with what a stack trace calls it, and whether its value is shown as a cell's.</returns>
    /// <exception cref="DirectiveException">It is no notebook, whatever its name says.</exception>
    public static IEnumerable<(string Code, string Place, bool IsCell)> Read(string path)
    {
        var (text, name) = (File.ReadAllText(path), Path.GetFileName(path));
        return Path.GetExtension(path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase)
            ? CodeCells(text, path).Select((code, i) => (code, $"{name} [{i + 1}]", true))
            : [(text, name, false)];
    }

    private static List<string> CodeCells(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return
            [
                .. from cell in document.RootElement.GetProperty("cells").EnumerateArray()
                where cell.GetProperty("cell_type").ValueEquals("code")
                let source = cell.GetProperty("source")
                select source.ValueKind == JsonValueKind.Array
                    ? string.Concat(source.EnumerateArray().Select(static line => line.GetString()))
                    : source.GetString()!,
            ];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DirectiveException($"{path} is not a notebook: {error.Message}", error);
        }
    }
}
