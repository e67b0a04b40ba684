using SkiaSharp;

namespace Lethe.Imaging;

// Capital letters of 5 x 7 dots: the labels of a picture look the same on every machine, also on one without any fonts.
internal static class PixelFont
{
    public const int Height = 7,
        Advance = 6;

    // Each letter, and its seven rows of five dots as digits of base 32, the leftmost dot in the highest bit.
    private const string Letters = """
        AEHHVHHH BUHHUHHU CEHGGGHE DUHHHHHU EVGGUGGV FVGGUGGG GEHGNHHF HHHHVHHH IE44444E
        J72222IC KHIKOKIH LGGGGGGV MHRLLHHH NHPLJHHH OEHHHHHE PUHHUGGG QEHHHLID RUHHUKIH
        SFGGE11U TV444444 UHHHHHHE VHHHHHA4 WHHHLLLA XHHA4AHH YHHA4444 ZV1248GV 0EHJLPHE
        14C4444E 2EH168GV 3U11E11U 426AIV22 5VGU11HE 6EGGUHHE 7V124888 8EHHEHHE 9EHHF11E
        .00000CC ,0000C48 :0CC0CC0 -000V000 +044V440 %OP248J3 /11248GG <248G842 >8421248
        (2488842 )8422248 ?EH12404 '4480000 "AA00000 !4444404 &CIK8LID _000000V
        """;

    private static readonly Dictionary<char, int[]> Glyphs = Letters
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(
            static glyph => glyph[0],
            static glyph => glyph[1..].Select(static digit => digit <= '9' ? digit - '0' : digit - 'A' + 10).ToArray()
        );

    public static int Width(string text, int dot) => ((text.Length * Advance) - 1) * dot;

    // Letters that the font lacks leave a gap. dot: pixels a dot.
    public static void Draw(SKCanvas canvas, string text, float x, float y, int dot, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour };
        foreach (var (i, letter) in text.ToUpperInvariant().Index())
        {
            var rows = Glyphs.GetValueOrDefault(letter, []);
            for (var row = 0; row < rows.Length; row++)
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
