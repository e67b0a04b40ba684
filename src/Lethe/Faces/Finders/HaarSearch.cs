using Lethe.Imaging;

namespace Lethe.Faces.Finders;

/// <summary>Slides a <see cref="HaarCascade"/> over a picture at many sizes, and puts overlapping windows together. Not for several threads
/// at once.</summary>
internal sealed unsafe class HaarSearch(HaarCascade cascade)
{
    // From one size of window to the next; and up to which scale every second place will do.
    private const double Growth = 1.1;
    private const float Fine = 2;

    private readonly IntegralImage integral = new();
    private HaarProgram? program;

    /// <param name="image">The picture.</param>
    /// <param name="smallest">Side of the smallest face, pixels.</param>
    /// <param name="neighbours">How many overlapping windows must be exceeded.</param>
    public IReadOnlyList<(PixelBox Box, double Score)> Find(GreyImage image, int smallest, int neighbours)
    {
        var (scales, found) = (Scales(image, smallest), new List<(PixelBox, double)>());
        if (scales.Count == 0)
        {
            return [];
        }
        // The first is the largest picture: its stride serves for all.
        var stride = (int)MathF.Round(image.Width / scales[0]) + 1;
        program = program?.Stride == stride ? program : new(cascade, stride);
        foreach (var scale in scales)
        {
            integral.Fill(image.Scaled((int)MathF.Round(image.Width / scale), (int)MathF.Round(image.Height / scale)), stride);
            Slide(scale, (int)MathF.Round(image.Width / scale), (int)MathF.Round(image.Height / scale), found);
        }
        return PixelBox.Grouped(found, neighbours);
    }

    private List<float> Scales(GreyImage image, int smallest)
    {
        var scales = new List<float>();
        for (
            double factor = 1;
            Math.Round(cascade.Width * factor) <= image.Width && Math.Round(cascade.Height * factor) <= image.Height;
            factor *= Growth
        )
        {
            if (Math.Min(MathF.Round(cascade.Width * (float)factor), MathF.Round(cascade.Height * (float)factor)) >= smallest)
            {
                scales.Add((float)factor);
            }
        }
        return scales;
    }

    private void Slide(float scale, int width, int height, List<(PixelBox, double)> found)
    {
        var step = scale >= Fine ? 1 : 2;
        var (boxWidth, boxHeight) = ((int)MathF.Round(cascade.Width * scale), (int)MathF.Round(cascade.Height * scale));
        fixed (int* sums = integral.Sums)
        fixed (uint* squares = integral.Squares)
        {
            for (var y = 0; y <= height - cascade.Height; y += step)
            {
                for (var x = 0; x <= width - cascade.Width; x += step)
                {
                    var at = (y * integral.Stride) + x;
                    var stage = program!.Run(sums + at, squares + at, out var score);
                    if (stage == cascade.Stages.Length)
                    {
                        found.Add((new((int)MathF.Round(x * scale), (int)MathF.Round(y * scale), boxWidth, boxHeight), score));
                    }
                    // Where already the first stage sees no face, the next place is not looked at.
                    x += stage == 0 ? step : 0;
                }
            }
        }
    }
}
