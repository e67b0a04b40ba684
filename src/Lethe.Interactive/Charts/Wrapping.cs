using System.Text;

namespace Lethe.Interactive.Charts;

/// <summary>Long labels in lines, with plotly's <c>br</c>.</summary>
internal static class Wrapping
{
    /// <param name="width">Letters a line; a longer word stays whole.</param>
    public static string Break(string text, int width)
    {
        var lines = new StringBuilder();
        var length = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (length > 0 && length + 1 + word.Length > width)
            {
                lines.Append("<br>");
                length = 0;
            }
            if (length > 0)
            {
                lines.Append(' ');
                length++;
            }
            lines.Append(word);
            length += word.Length;
        }
        return lines.ToString();
    }
}
