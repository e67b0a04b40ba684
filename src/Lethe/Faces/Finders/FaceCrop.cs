using System.Numerics;
using Lethe.Imaging;

namespace Lethe.Faces.Finders;

/// <summary>Cuts a face out of a frame. The place is decided once, on the least compressed frame, and used for every quality, so that the
/// crops of one instance show the same pixels.</summary>
public static class FaceCrop
{
    /// <summary>The square's side in units of the box's larger side (Rössler et al., ICCV 2019, sec. 4).</summary>
    public const double Margin = 1.3;

    // Eyes, nose and mouth corners in a square of 112, moved 8 to the right as the face recognisers do who made it (ArcFace, CVPR 2019).
    private static readonly Vector2[] Template =
    [
        new(38.2946f, 51.6963f),
        new(73.5318f, 51.5014f),
        new(56.0252f, 71.7366f),
        new(41.5493f, 92.3655f),
        new(70.7299f, 92.2041f),
    ];
    private const float TemplateSide = 112;

    /// <summary>How large crops are whose faces a detector finds again: the median of their side over the box's larger side;
    /// <see cref="Margin"/> if it finds hardly any.</summary>
    /// <param name="crops">Each side x side x 3 bytes.</param>
    public static double MarginOf(IReadOnlyList<byte[]> crops, int side, IFaceFinder faces)
    {
        double[] margins =
        [
            .. crops
                .Select(crop => faces.Find(crop, side, side))
                .Where(static found => found.Count > 0)
                .Select(found => side / Math.Max(found[0].Box.Width, found[0].Box.Height))
                .Order(),
        ];
        return 2 * margins.Length >= crops.Count && margins.Length > 0 ? margins[margins.Length / 2] : Margin;
    }

    /// <summary>The square around a box: <paramref name="margin"/> times its larger side, centred, shifted into the frame, and no larger
    /// than it.</summary>
    public static CropSquare Square(FaceBox box, int width, int height, double margin = Margin)
    {
        var side = (int)Math.Clamp(Math.Round(margin * Math.Max(box.Width, box.Height)), 1, Math.Min(width, height));
        return new(Start(box.CentreX, width), Start(box.CentreY, height), side);

        int Start(double centre, int length) => (int)Math.Clamp(Math.Round(centre - (side / 2.0)), 0, length - side);
    }

    /// <summary>The square, scaled to <paramref name="size"/>.</summary>
    /// <param name="rgb">width x height x 3 bytes.</param>
    /// <returns>size x size x 3 bytes.</returns>
    public static byte[] Cut(ReadOnlySpan<byte> rgb, int width, int height, CropSquare square, int size)
    {
        if (square.Left < 0 || square.Top < 0 || square.Side < 1 || square.Left + square.Side > width || square.Top + square.Side > height)
        {
            throw new ArgumentOutOfRangeException(nameof(square), square, $"Does not lie in {width} x {height} pixels.");
        }
        return Resampling.Scale(Rgb.Cut(rgb, width, square), square.Side, square.Side, size, size);
    }

    /// <summary>The map from a crop of <paramref name="size"/> to the frame that puts eyes, nose and mouth where the template has
    /// them.</summary>
    /// <param name="margin">1 fills the crop with the template's 112 pixels; larger shows more around.</param>
    public static Matrix3x2 Alignment(FivePoints points, int size, double margin = Margin)
    {
        // The template in the crop: scaled to it, then shrunk about the middle.
        var shrunk = (float)(size / TemplateSide / margin);
        var offset = (float)(size * (1 - (1 / margin)) / 2);
        return Similarity([.. Template.Select(point => (shrunk * point) + new Vector2(offset))], points.All);
    }

    // The similarity that brings a to b with the least squared error. As complex numbers about the means: b = s a,
    // s = sum(conj(a) b) / sum |a|^2.
    internal static Matrix3x2 Similarity(IReadOnlyList<Vector2> a, IReadOnlyList<Vector2> b)
    {
        var (meanA, meanB) = (a.Aggregate(static (x, y) => x + y) / a.Count, b.Aggregate(static (x, y) => x + y) / b.Count);
        double real = 0,
            imaginary = 0,
            norm = 0;
        for (var i = 0; i < a.Count; i++)
        {
            var (p, q) = (a[i] - meanA, b[i] - meanB);
            real += ((double)p.X * q.X) + ((double)p.Y * q.Y);
            imaginary += ((double)p.X * q.Y) - ((double)p.Y * q.X);
            norm += ((double)p.X * p.X) + ((double)p.Y * p.Y);
        }
        var (cos, sin) = ((float)(real / norm), (float)(imaginary / norm));
        var linear = new Matrix3x2(cos, sin, -sin, cos, 0, 0);
        linear.Translation = meanB - Vector2.Transform(meanA, linear);
        return linear;
    }
}
