using System.Net;
using System.Text;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>A table of all variables.</summary>
internal sealed class WhosDirective : IDirective
{
    private const int ValueLength = 120;

    public IReadOnlyList<string> Names { get; } = ["#!whos"];

    public string Usage => "";

    public string Help => "Shows a table of all variables: name, type, value.";

    public void Run(DirectiveCall call)
    {
        var rows = call
            .Cells.Session.Variables()
            .OrderBy(static variable => variable.Name, StringComparer.Ordinal)
            .Select(static variable => (variable.Name, Type: TypeNames.Of(variable.Type), Value: Shorten(Text(variable.Value))))
            .ToList();
        var html = new StringBuilder("<table><thead><tr><th>Variable</th><th>Type</th><th>Value</th></tr></thead><tbody>");
        foreach (var (name, type, value) in rows)
        {
            html.Append("<tr><td>")
                .Append(WebUtility.HtmlEncode(name))
                .Append("</td><td>")
                .Append(WebUtility.HtmlEncode(type))
                .Append("</td><td><pre>")
                .Append(WebUtility.HtmlEncode(value))
                .Append("</pre></td></tr>");
        }
        html.Append("</tbody></table>");
        var plain =
            rows.Count == 0 ? "No variables." : string.Join('\n', rows.Select(static row => $"{row.Name}\t{row.Type}\t{row.Value}"));
        call.Output.Display(new(new Dictionary<string, string> { [MimeBundle.Html] = html.ToString(), [MimeBundle.Plain] = plain }), null);
    }

    // A list of variables waits for none.
    private static string Text(object? value) =>
        AsyncStream.Interface(value) is { } stream
            ? TypeNames.Of(stream)
            : ValueFormatter.Format(value, MimeBundle.Plain).Data[MimeBundle.Plain];

    private static string Shorten(string value)
    {
        var line = value.ReplaceLineEndings(" ");
        return line.Length <= ValueLength ? line : $"{line[..ValueLength]}…";
    }
}
