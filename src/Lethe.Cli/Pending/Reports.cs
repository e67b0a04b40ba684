// Placeholder for tables and reports of Lethe.Experiments that are written elsewhere: delete when they are there.
namespace Lethe.Experiments;

internal static class TableView
{
    public static IReadOnlyList<ResultTable> Lau(IReadOnlyCollection<RunRecord> records, IReadOnlyList<string>? models = null) => [];
}

internal static class MarkdownTable
{
    public static string Render(IEnumerable<ResultTable> tables) => string.Join('\n', tables.Select(static table => table.Title));
}

internal static class JsonTable
{
    public static string Render(IEnumerable<ResultTable> tables) => "[]\n";
}

internal static class HtmlReport
{
    public static string Render(IReadOnlyCollection<ResultTable> tables, string title = "Lethe") => "<!doctype html>\n";
}

internal sealed record Comparison
{
    public static Comparison Of(IEnumerable<ResultTable> tables) => new();

    public string Csv() => "";

    public string Markdown() => "";

    public string Json() => "[]\n";
}
