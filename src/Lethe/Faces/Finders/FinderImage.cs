using Lethe.Imaging;

namespace Lethe.Faces.Finders;

// A picture as face detectors want it, made smaller if it is large: faces are looked for where they are 24 to some hundred pixels wide.
// Rgb: width x height x 3 bytes. Scale: pixels here for a pixel of the picture; at most 1.
internal sealed record FinderImage(byte[] Rgb, int Width, int Height, double Scale)
{
    // A face of a tenth of a film frame's height is 36 pixels here, more than both detectors need.
    private const int LongSide = 640;

    // rgb: width x height x 3 bytes.
    public static FinderImage Of(ReadOnlySpan<byte> rgb, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgb.Length != 3L * width * height)
        {
            throw new ArgumentException($"Wanted {width} x {height} x 3 bytes, got {rgb.Length}.", nameof(rgb));
        }
        var scale = Math.Min(1, (double)LongSide / Math.Max(width, height));
        if (scale == 1)
        {
            return new(rgb.ToArray(), width, height, 1);
        }
        var (newWidth, newHeight) = (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
        return new(AreaAverage.Shrink(rgb, width, height, newWidth, newHeight), newWidth, newHeight, scale);
    }

    // A box that was found here, in pixels of the picture.
    public FaceBox ToPicture(double left, double top, double width, double height) =>
        new(left / Scale, top / Scale, width / Scale, height / Scale);
}
