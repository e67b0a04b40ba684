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
    /// <returns>A PNG.</returns>
    /// <exception cref="ArgumentException">Columns that do not go together.</exception>
    public static byte[] Png(IReadOnlyList<ShownPictures> columns)
    {
        if (
            columns.Count == 0
            || columns[0].Before.Count == 0
            || columns.Any(column =>
                column.Side != columns[0].Side
                || column.Before.Count != columns[0].Before.Count
                || column.After.Count != columns[0].Before.Count
            )
        )
        {
            throw new ArgumentException("Wanted columns of as many pictures of one size, at least one.");
        }
        var (side, seeds) = (columns[0].Side, columns[0].Before.Count);
        var cell = side > SmallCell ? Math.Min(side, LargeCell) : side * Math.Max(1, SmallCell / side);
        var labels = columns.Select(column => Label(column.Prompt, cell / (PixelFont.Advance * Dot))).ToList();
        var rows = PixelFont.Width("before", Dot) + Margin;
        var top = Margin + (labels.Max(static lines => lines.Count) * Line) + Gap;
        return PngCanvas.Png(
            (2 * Margin) + rows + (columns.Count * (cell + Gap)) - Gap,
            top + (seeds * ((2 * cell) + Gap + Between)),
            canvas =>
            {
                for (var seed = 0; seed < seeds; seed++)
                {
                    var upper = top + (seed * ((2 * cell) + Gap + Between));
                    foreach (var (word, y) in new[] { ("before", upper), ("after", upper + cell + Gap) })
                    {
                        PixelFont.Draw(canvas, word, Margin, y + (cell / 2) - PixelFont.Height, Dot, PngCanvas.Quiet);
                    }
                    foreach (var (i, column) in columns.Index())
                    {
                        Picture(canvas, column.Before[seed], side, Place(i, upper));
                        Picture(canvas, column.After[seed], side, Place(i, upper + cell + Gap));
                    }
                }
                foreach (var (i, lines) in labels.Index())
                {
                    foreach (var (row, line) in lines.Index())
                    {
                        PixelFont.Draw(
                            canvas,
                            line,
                            Place(i, 0).Left,
                            Margin + (row * Line),
                            Dot,
                            row > 0 ? PngCanvas.Ink
                                : columns[i].Prompt.Role == PromptRole.Erased ? Erased
                                : PngCanvas.Quiet
                        );
                    }
                }
            }
        );

        SKRect Place(int column, int y) => SKRect.Create(Margin + rows + (column * (cell + Gap)), y, cell, cell);
    }

    // What the prompt is, then the prompt itself, broken between words and cut where there is no more room.
    private static List<string> Label(MeasuredPrompt prompt, int letters)
    {
        var lines = new List<string>
        {
            prompt.Role switch
            {
                PromptRole.Erased => "erased",
                PromptRole.Instead => "instead",
                PromptRole.Kept => "kept",
                _ => "no prompt",
            },
        };
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
        bitmap.Pixels = [.. Enumerable.Range(0, side * side).Select(i => new SKColor(rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]))];
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
