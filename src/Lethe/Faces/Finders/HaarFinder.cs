using System.IO.Compression;
using Lethe.Imaging;

namespace Lethe.Faces.Finders;

/// <summary>
/// OpenCV's cascade of boosted Haar features for frontal faces (Viola and Jones, CVPR 2001; the cascade by Lienhart, which comes with the
/// kit), slid over a picture at many sizes. Fast, and needs no file; misses turned and covered faces, and gives no points.
/// </summary>
public sealed unsafe class HaarFinder : IFaceFinder
{
    private const string Resource = "faces/haarcascade_frontalface_alt2.xml.gz";

    // How many overlapping windows must be exceeded: fewer would find more faces, and more of what is none.
    private const int Neighbours = 3;

    // From one size of window to the next; and up to which scale every second place will do.
    private const double Growth = 1.1;
    private const float Fine = 2;

    private static readonly Lazy<HaarCascade> Shipped = new(ReadCascade);

    private readonly HaarCascade cascade = Shipped.Value;
    private readonly IntegralImage integral = new();
    private HaarProgram? program;

    public string Name => "haar";

    public IReadOnlyList<FoundFace> Find(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var image = FinderImage.Of(rgb, width, height);
        // A face smaller than a twelfth of the picture is not the one the film is about.
        var smallest = Math.Max(24, Math.Min(image.Width, image.Height) / 12);
        var found = Windows(GreyImage.Of(image.Rgb, image.Width, image.Height).Equalized(), smallest);
        return FaceFinders.LargestFirst(
            PixelBox
                .Grouped(found, Neighbours)
                .Select(face => new FoundFace(
                    image.ToPicture(face.Box.Left, face.Box.Top, face.Box.Width, face.Box.Height),
                    face.Score,
                    null
                ))
        );
    }

    public void Dispose() { }

    // Every window that no stage turns away; one face has several.
    private List<(PixelBox, double)> Windows(GreyImage image, int smallest)
    {
        var (scales, found) = (Scales(image, smallest), new List<(PixelBox, double)>());
        if (scales.Count == 0)
        {
            return found;
        }
        // The first is the largest picture: its stride serves for all.
        var stride = Round(image.Width / scales[0]) + 1;
        program = program?.Stride == stride ? program : new(cascade, stride);
        foreach (var scale in scales)
        {
            var (width, height) = (Round(image.Width / scale), Round(image.Height / scale));
            integral.Fill(image.Scaled(width, height), stride);
            Slide(scale, width, height, found);
        }
        return found;
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
            if (Math.Min(Round(cascade.Width * (float)factor), Round(cascade.Height * (float)factor)) >= smallest)
            {
                scales.Add((float)factor);
            }
        }
        return scales;
    }

    private void Slide(float scale, int width, int height, List<(PixelBox, double)> found)
    {
        var step = scale >= Fine ? 1 : 2;
        var (boxWidth, boxHeight) = (Round(cascade.Width * scale), Round(cascade.Height * scale));
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
                        found.Add((new(Round(x * scale), Round(y * scale), boxWidth, boxHeight), score));
                    }
                    // Where already the first stage sees no face, the next place is not looked at.
                    x += stage == 0 ? step : 0;
                }
            }
        }
    }

    private static int Round(float value) => (int)MathF.Round(value);

    private static HaarCascade ReadCascade()
    {
        using var packed = typeof(HaarFinder).Assembly.GetManifestResourceStream(Resource)!;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        return HaarCascade.Read(unpacked);
    }
}
