namespace Lethe.Notebooks;

/// <summary>Terminal colours as HTML: those that a traceback uses; others are dropped.</summary>
internal static partial class AnsiText
{
    public static Html ToHtml(string text)
    {
        // Codes and, behind each, the text that they are for.
        var parts = Escape().Split(text);
        Html html = $"{parts[0]}";
        foreach (var part in parts.Skip(1).Chunk(2))
        {
            var classes = string.Join(' ', part[0].Split(';').Select(Class).OfType<string>());
            html.Add(classes.Length == 0 ? (Html)$"{part[1]}" : (Html)$"<span class=\"{classes}\">{part[1]}</span>");
        }
        return html;
    }

    private static string? Class(string code) =>
        code switch
        {
            "1" => "ansi-bold",
            "2" => "ansi-dim",
            "31" => "ansi-red",
            "34" => "ansi-blue",
            _ => null,
        };

    [GeneratedRegex(@"\e\[([0-9;]*)m")]
    private static partial Regex Escape();
}
