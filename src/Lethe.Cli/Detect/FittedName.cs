using Spectre.Console;

namespace Lethe.Cli.Detect;

/// <summary>A file's name in little space: folders go first, then the middle of the name.</summary>
internal static class FittedName
{
    private const string Gone = "…";

    /// <param name="width">Columns of a terminal; a Chinese letter takes two.</param>
    public static string Of(string path, int width)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (path.GetCellWidth() <= width)
        {
            return path;
        }
        if (name.Length < path.Length && name.GetCellWidth() + 2 <= width)
        {
            return Gone + Last(path, width - 1);
        }
        if (name.GetCellWidth() <= width)
        {
            return name;
        }
        var begin = string.Concat(First(Runes(name), (width - 1) / 2));
        return begin + Gone + Last(name, width - 1 - begin.GetCellWidth());
    }

    private static IEnumerable<string> Runes(string text) => text.EnumerateRunes().Select(static rune => rune.ToString());

    private static IEnumerable<string> First(IEnumerable<string> runes, int width) =>
        runes.TakeWhile(rune => (width -= rune.GetCellWidth()) >= 0);

    private static string Last(string text, int width) => string.Concat(First(Runes(text).Reverse(), width).Reverse());
}
