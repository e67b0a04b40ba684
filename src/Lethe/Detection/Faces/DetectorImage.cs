using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Lethe.Detection;

/// <summary>A picture as OpenCV wants it, made smaller if it is large: faces are looked for where they are 24 to some hundred pixels wide.</summary>
internal sealed class DetectorImage : IDisposable
{
    // A face of a tenth of a film frame's height is 36 pixels here, more than both detectors need.
    private const int LongSide = 640;

    /// <param name="rgb">width x height x 3 bytes.</param>
    public DetectorImage(ReadOnlySpan<byte> rgb, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgb.Length != 3L * width * height)
        {
            throw new ArgumentException($"Wanted {width} x {height} x 3 bytes, got {rgb.Length}.", nameof(rgb));
        }
        Scale = Math.Min(1, (double)LongSide / Math.Max(width, height));
        Bgr = new Mat(height, width, MatType.CV_8UC3);
        Marshal.Copy(rgb.ToArray(), 0, Bgr.Data, rgb.Length); // a new Mat has no gaps between its rows
        Cv2.CvtColor(Bgr, Bgr, ColorConversionCodes.RGB2BGR);
        if (Scale < 1)
        {
            Cv2.Resize(Bgr, Bgr, new Size(Math.Max(1, (int)(width * Scale)), Math.Max(1, (int)(height * Scale))), 0, 0, InterpolationFlags.Area);
        }
    }

    /// <summary>Pixels here for a pixel of the picture; at most 1.</summary>
    public double Scale { get; }

    public Mat Bgr { get; }

    public void Dispose() => Bgr.Dispose();
}
