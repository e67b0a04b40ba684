using Lethe.Interactive.Formatting.Stills;
using SkiaSharp;

namespace Lethe.Interactive.Charts;

/// <summary>Pictures in rows and columns as one bitmap: one small PNG instead of a thousand numbers a picture.</summary>
/// <param name="columns">Cells a row.</param>
/// <param name="cell">Pixels of a cell on the screen.</param>
/// <param name="gapAcross">Cells between two pictures of a row.</param>
/// <param name="gapDown">Cells between two rows.</param>
internal sealed class ImageSheet(int columns, double cell, double gapAcross, double gapDown)
{
    // For screens with two pixels a pixel.
    private const int Scale = 2;

    /// <summary>Pixel for pixel and without gaps, to be cut up again by who shows it.</summary>
    public static string Tight(IReadOnlyList<Picture> pictures, int columns) =>
        new ImageSheet(columns, (double)Math.Max(pictures[0].Width, pictures[0].Height) / Scale, 0, 0).Draw(pictures);

    /// <summary>A transparent PNG, as a data URI.</summary>
    public string Draw(IReadOnlyList<Picture> pictures)
    {
        var side = (float)(cell * Scale);
        var rows = ((pictures.Count - 1) / columns) + 1;
        using var sheet = new SKBitmap(
            (int)Math.Round(side * (columns + ((columns - 1) * gapAcross))),
            (int)Math.Round(side * (rows + ((rows - 1) * gapDown)))
        );
        using var canvas = new SKCanvas(sheet);
        canvas.Clear(SKColors.Transparent);
        for (var i = 0; i < pictures.Count; i++)
        {
            var (left, top) = ((float)(i % columns * (1 + gapAcross)) * side, (float)(i / columns * (1 + gapDown)) * side);
            var scale = side / Math.Max(pictures[i].Width, pictures[i].Height);
            scale = scale >= 1 ? MathF.Floor(scale) : scale; // every pixel as large as its neighbour
            var (width, height) = (pictures[i].Width * scale, pictures[i].Height * scale);
            using var bitmap = pictures[i].ToBitmap();
            using var image = SKImage.FromBitmap(bitmap);
            // Enlarged, pixels keep their edges; made smaller, they are averaged.
            canvas.DrawImage(
                image,
                SKRect.Create(left + ((side - width) / 2), top + ((side - height) / 2), width, height),
                scale >= 1 ? new SKSamplingOptions(SKFilterMode.Nearest) : new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
            );
        }
        return Png.Address(sheet);
    }
}
