using System.Text;

namespace Lethe.Kernel.Directives;

/// <summary>Cuts a cell at its directives: lines that begin with <c>#!</c>, <c>#r</c>, <c>#i</c> or <c>#load</c>. C#'s own (<c>#if</c>, <c>#region</c>, <c>#nullable</c>) stay.</summary>
internal static class CellParts
{
    public static IReadOnlyList<CellPart> Cut(string cell)
    {
        var parts = new List<CellPart>();
        var lines = cell.ReplaceLineEndings("\n").Split('\n');
        var text = new StringBuilder();
        (int Line, string Name, string Arguments)? block = null;
        var start = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            // Inside a block of another language only the next block is a directive: Markdown has headings, JavaScript has private fields.
            if (Read(lines[i]) is not var (name, arguments) || (block is not null && !(name.StartsWith("#!", StringComparison.Ordinal) && DirectiveCatalog.Find(name) is not null)))
            {
                text.Append(lines[i]).Append('\n');
                continue;
            }
            Close();
            var takesBody = DirectiveCatalog.Find(name)?.TakesBody ?? false;
            if (takesBody && name != CSharpDirective.Name)
            {
                block = (i, name, arguments);
            }
            else
            {
                parts.Add(new CellPart.Directive(i, name, arguments, ""));
            }
            start = i + 1;
        }
        Close();
        return parts;

        void Close()
        {
            var content = text.ToString();
            text.Clear();
            if (block is var (line, name, arguments))
            {
                parts.Add(new CellPart.Directive(line, name, arguments, content.TrimEnd('\n')));
                block = null;
            }
            else if (!string.IsNullOrWhiteSpace(content))
            {
                parts.Add(new CellPart.Code(start, new string('\n', start) + content.TrimEnd('\n')));
            }
        }
    }

    private static (string Name, string Arguments)? Read(string line)
    {
        var text = line.TrimStart();
        var isDirective = text.StartsWith("#!", StringComparison.Ordinal) || ((string[])["#r", "#i", "#load"]).Any(name => text.StartsWith(name, StringComparison.Ordinal) && text.Length > name.Length && (char.IsWhiteSpace(text[name.Length]) || text[name.Length] == '"'));
        if (!isDirective)
        {
            return null;
        }
        var end = text.AsSpan(1).IndexOfAny(" \t\"");
        return end < 0 ? (text.TrimEnd(), "") : (text[..(end + 1)], text[(end + 1)..].Trim());
    }
}
