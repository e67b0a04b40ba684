using System.Net;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>The variables of a notebook: their names, or a table of them.</summary>
internal static class VariableDirectives
{
    private const int ValueLength = 120;

    public static void Names(DirectiveCall call)
    {
        var names = call.Cells.Session.Variables().Select(static variable => variable.Name).Order(StringComparer.Ordinal).ToList();
        call.Write(names.Count == 0 ? "No variables.\n" : string.Join('\n', names) + "\n");
    }

    public static void Table(DirectiveCall call)
    {
        var rows = call
            .Cells.Session.Variables()
            .OrderBy(static variable => variable.Name, StringComparer.Ordinal)
            .Select(variable => (variable.Name, Type: TypeNames.Of(variable.Type), Value: Text(variable.Value, call.Cancellation)))
            .ToList();
        var html = rows.Select(static row =>
            $"<tr><td>{Html(row.Name)}</td><td>{Html(row.Type)}</td><td><pre>{Html(row.Value)}</pre></td></tr>"
        );
        call.Output.Display(
            new(
                new Dictionary<string, string>
                {
                    [MimeBundle.Html] =
                        "<table><thead><tr><th>Variable</th><th>Type</th><th>Value</th></tr></thead><tbody>"
                        + $"{string.Concat(html)}</tbody></table>",
                    [MimeBundle.Plain] =
                        rows.Count == 0
                            ? "No variables."
                            : string.Join('\n', rows.Select(static row => $"{row.Name}\t{row.Type}\t{row.Value}")),
                }
            ),
            null
        );
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    // A list of variables waits for no stream.
    private static string Text(object? value, CancellationToken cancellation)
    {
        var text = AsyncStream.Interface(value) is { } stream
            ? TypeNames.Of(stream)
            : ValueFormatter.Format(value, cancellation, MimeBundle.Plain).Data[MimeBundle.Plain];
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= ValueLength ? line : $"{line[..ValueLength]}…";
    }
}
