using Lethe.Imaging;
using SkiaSharp;

namespace Lethe.Erasing.Reports;

/// <summary>Pictures before and after an erasing as one picture: a column a prompt, two rows a seed, the upper one before and the lower one
/// after, both from the same noise.</summary>
public static class BeforeAfterGrid
{
    private const int Dot = 2,
        Line = (PixelFont.Height + 3) * Dot,
        Gap = 8,
        Between = 20,
        Margin = 16,
        MostLines = 4;

    // Small pictures are enlarged by a whole number, so that every pixel stays a square; large ones are made smaller.
    private const int SmallCell = 112,
        LargeCell = 256;

    private static readonly SKColor Erased = new(0xb8, 0x4a, 0x00);

    /// <param name="columns">At least one, all of as many seeds and pixels.</param>
    /// <exception cref="ArgumentException">Columns that do not go together.</exception>
    public static byte[] Png(IReadOnlyList<ShownPictures> columns)
    {
        if (columns is not [{ Side: var side, Before.Count: > 0 and var seeds }, ..] || columns.Any(IsOther))
        {
            throw new ArgumentException("Wanted columns of as many pictures of one size, at least one.");
        }
        var cell = side > SmallCell ? Math.Min(side, LargeCell) : side * Math.Max(1, SmallCell / side);
        var labels = columns.Select(column => Label(column.Prompt, cell / (PixelFont.Advance * Dot))).ToList();
        var left = (2 * Margin) + PixelFont.Width("before", Dot);
        var top = Margin + (labels.Max(static lines => lines.Count) * Line) + Gap;
        return PngCanvas.Png(
            left + Margin + (columns.Count * (cell + Gap)) - Gap,
            top + (seeds * ((2 * cell) + Gap + Between)),
            canvas =>
            {
                foreach (var (i, column) in columns.Index())
                {
                    var x = left + (i * (cell + Gap));
                    Pictures(canvas, column, cell, x, top);
                    foreach (var (row, line) in labels[i].Index())
                    {
                        PixelFont.Draw(canvas, line, x, Margin + (row * Line), Dot, ColourOf(column.Prompt.Role, row));
                    }
                }
                for (var row = 0; row < 2 * seeds; row++)
                {
                    var y = RowOf(row, cell, top) + (cell / 2) - PixelFont.Height;
                    PixelFont.Draw(canvas, row % 2 == 0 ? "before" : "after", Margin, y, Dot, PngCanvas.Quiet);
                }
            }
        );

        bool IsOther(ShownPictures column) => column.Side != side || column.Before.Count != seeds || column.After.Count != seeds;
    }

    private static void Pictures(SKCanvas canvas, ShownPictures column, int cell, int x, int top)
    {
        foreach (
            var (row, rgb) in column.Before.Zip(column.After, static (a, b) => (byte[][])[a, b]).SelectMany(static pair => pair).Index()
        )
        {
            Picture(canvas, rgb, column.Side, SKRect.Create(x, RowOf(row, cell, top), cell, cell));
        }
    }

    private static int RowOf(int row, int cell, int top) => top + (row * cell) + ((row + 1) / 2 * Gap) + (row / 2 * Between);

    private static SKColor ColourOf(PromptRole role, int row) =>
        row > 0 ? PngCanvas.Ink
        : role == PromptRole.Erased ? Erased
        : PngCanvas.Quiet;

    // What the prompt is, then the prompt itself, broken between words and cut where there is no more room.
    private static List<string> Label(MeasuredPrompt prompt, int letters)
    {
        List<string> lines = [prompt.Role == PromptRole.Nothing ? "no prompt" : prompt.Role.ToString().ToLowerInvariant()];
        foreach (var word in prompt.Name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 1 && lines[^1].Length + 1 + word.Length <= letters)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }
        var shown = lines.Take(MostLines).Select(line => line.Length <= letters ? line : $"{line[..Math.Max(0, letters - 2)]}..").ToList();
        if (lines.Count > MostLines)
        {
            shown[^1] = $"{shown[^1][..Math.Min(shown[^1].Length, letters - 3)]} ..";
        }
        return shown;
    }

    private static void Picture(SKCanvas canvas, byte[] rgb, int side, SKRect place)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Pixels = [.. rgb.Chunk(3).Select(static pixel => new SKColor(pixel[0], pixel[1], pixel[2]))];
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(
            image,
            place,
            side > place.Width
                ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
                : new SKSamplingOptions(SKFilterMode.Nearest)
        );
    }
}
