using SkiaSharp;

namespace Lethe.Imaging;

/// <summary>Capital letters of 5 x 7 dots: the labels of a picture look the same on every machine, also on one without any fonts.</summary>
internal static class PixelFont
{
    public const int Height = 7,
        Advance = 6;

    // Seven rows of five dots each, the leftmost in the highest bit.
    private static readonly Dictionary<char, byte[]> Glyphs = new()
    {
        ['A'] = [14, 17, 17, 31, 17, 17, 17],
        ['B'] = [30, 17, 17, 30, 17, 17, 30],
        ['C'] = [14, 17, 16, 16, 16, 17, 14],
        ['D'] = [30, 17, 17, 17, 17, 17, 30],
        ['E'] = [31, 16, 16, 30, 16, 16, 31],
        ['F'] = [31, 16, 16, 30, 16, 16, 16],
        ['G'] = [14, 17, 16, 23, 17, 17, 15],
        ['H'] = [17, 17, 17, 31, 17, 17, 17],
        ['I'] = [14, 4, 4, 4, 4, 4, 14],
        ['J'] = [7, 2, 2, 2, 2, 18, 12],
        ['K'] = [17, 18, 20, 24, 20, 18, 17],
        ['L'] = [16, 16, 16, 16, 16, 16, 31],
        ['M'] = [17, 27, 21, 21, 17, 17, 17],
        ['N'] = [17, 25, 21, 19, 17, 17, 17],
        ['O'] = [14, 17, 17, 17, 17, 17, 14],
        ['P'] = [30, 17, 17, 30, 16, 16, 16],
        ['Q'] = [14, 17, 17, 17, 21, 18, 13],
        ['R'] = [30, 17, 17, 30, 20, 18, 17],
        ['S'] = [15, 16, 16, 14, 1, 1, 30],
        ['T'] = [31, 4, 4, 4, 4, 4, 4],
        ['U'] = [17, 17, 17, 17, 17, 17, 14],
        ['V'] = [17, 17, 17, 17, 17, 10, 4],
        ['W'] = [17, 17, 17, 21, 21, 21, 10],
        ['X'] = [17, 17, 10, 4, 10, 17, 17],
        ['Y'] = [17, 17, 10, 4, 4, 4, 4],
        ['Z'] = [31, 1, 2, 4, 8, 16, 31],
        ['0'] = [14, 17, 19, 21, 25, 17, 14],
        ['1'] = [4, 12, 4, 4, 4, 4, 14],
        ['2'] = [14, 17, 1, 6, 8, 16, 31],
        ['3'] = [30, 1, 1, 14, 1, 1, 30],
        ['4'] = [2, 6, 10, 18, 31, 2, 2],
        ['5'] = [31, 16, 30, 1, 1, 17, 14],
        ['6'] = [14, 16, 16, 30, 17, 17, 14],
        ['7'] = [31, 1, 2, 4, 8, 8, 8],
        ['8'] = [14, 17, 17, 14, 17, 17, 14],
        ['9'] = [14, 17, 17, 15, 1, 1, 14],
        ['.'] = [0, 0, 0, 0, 0, 12, 12],
        [','] = [0, 0, 0, 0, 12, 4, 8],
        [':'] = [0, 12, 12, 0, 12, 12, 0],
        ['-'] = [0, 0, 0, 31, 0, 0, 0],
        ['+'] = [0, 4, 4, 31, 4, 4, 0],
        ['%'] = [24, 25, 2, 4, 8, 19, 3],
        ['/'] = [1, 1, 2, 4, 8, 16, 16],
        ['<'] = [2, 4, 8, 16, 8, 4, 2],
        ['>'] = [8, 4, 2, 1, 2, 4, 8],
        ['('] = [2, 4, 8, 8, 8, 4, 2],
        [')'] = [8, 4, 2, 2, 2, 4, 8],
        ['?'] = [14, 17, 1, 2, 4, 0, 4],
        ['\''] = [4, 4, 8, 0, 0, 0, 0],
        ['"'] = [10, 10, 0, 0, 0, 0, 0],
        ['!'] = [4, 4, 4, 4, 4, 0, 4],
        ['&'] = [12, 18, 20, 8, 21, 18, 13],
        ['_'] = [0, 0, 0, 0, 0, 0, 31],
        [' '] = [0, 0, 0, 0, 0, 0, 0],
    };

    public static int Width(string text, int dot) => ((text.Length * Advance) - 1) * dot;

    /// <summary>Letters that the font lacks leave a gap.</summary>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Top edge.</param>
    /// <param name="dot">Pixels a dot.</param>
    public static void Draw(SKCanvas canvas, string text, float x, float y, int dot, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour };
        foreach (var (i, letter) in text.ToUpperInvariant().Index())
        {
            var rows = Glyphs.GetValueOrDefault(letter, Glyphs[' ']);
            for (var row = 0; row < Height; row++)
            {
                for (var column = 0; column < 5; column++)
                {
                    if ((rows[row] & (16 >> column)) != 0)
                    {
                        canvas.DrawRect(x + (((i * Advance) + column) * dot), y + (row * dot), dot, dot, paint);
                    }
                }
            }
        }
    }
}
