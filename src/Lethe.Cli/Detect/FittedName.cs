using System.Text;
using Spectre.Console;

namespace Lethe.Cli.Detect;

/// <summary>A file's name in little space: folders go first, then the middle of the name, since its beginning and its ending tell
/// most.</summary>
internal static class FittedName
{
    private const string Gone = "…";

    /// <param name="path">Of the file.</param>
    /// <param name="width">Columns of a terminal; a Chinese letter takes two.</param>
    public static string Of(string path, int width)
    {
        if (path.GetCellWidth() <= width)
        {
            return path;
        }
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (name.Length < path.Length && name.GetCellWidth() + 2 <= width)
        {
            return Gone + Last(path, width - 1);
        }
        if (name.GetCellWidth() <= width)
        {
            return name;
        }
        var begin = First(name.EnumerateRunes(), (width - 1) / 2);
        return begin + Gone + Last(name, width - 1 - begin.GetCellWidth());
    }

    private static string First(IEnumerable<Rune> runes, int width)
    {
        var text = new StringBuilder();
        foreach (var rune in runes)
        {
            width -= rune.ToString().GetCellWidth();
            if (width < 0)
            {
                break;
            }
            text.Append(rune.ToString());
        }
        return text.ToString();
    }

    private static string Last(string text, int width) =>
        string.Concat(Reversed(First(Reversed(text), width)).Select(static rune => rune.ToString()));

    private static IEnumerable<Rune> Reversed(string text) => text.EnumerateRunes().ToArray().Reverse();
}
