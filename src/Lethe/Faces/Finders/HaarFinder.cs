using System.IO.Compression;
using Lethe.Imaging;
using Lethe.Runtime;

namespace Lethe.Faces.Finders;

/// <summary>
/// OpenCV's cascade of boosted Haar features for frontal faces (Viola and Jones, CVPR 2001; the cascade by Lienhart, which comes with the
/// kit).
/// Fast, and needs no file; misses turned and covered faces, and gives no points.
/// </summary>
public sealed class HaarFinder : IFaceFinder
{
    private const string Resource = "faces/haarcascade_frontalface_alt2.xml.gz";

    private static readonly Lazy<HaarCascade> Cascade = new(ReadCascade);

    private readonly HaarSearch search = new(Cascade.Value);

    public string Name => "haar";

    /// <summary>How many overlapping windows must be exceeded: fewer find more faces, and more of what is none.</summary>
    public int MinNeighbours { get; init; } = 3;

    public IReadOnlyList<FoundFace> Find(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var image = FinderImage.Of(rgb, width, height);
        // A face smaller than a twelfth of the picture is not the one the film is about.
        var smallest = Math.Max(24, Math.Min(image.Width, image.Height) / 12);
        var found = search.Find(GreyImage.Of(image.Rgb, image.Width, image.Height).Equalized(), smallest, MinNeighbours);
        return FaceFinders.LargestFirst(
            found.Select(face => new FoundFace(
                image.ToPicture(face.Box.Left, face.Box.Top, face.Box.Width, face.Box.Height),
                face.Score,
                null
            ))
        );
    }

    public void Dispose() { }

    private static HaarCascade ReadCascade()
    {
        using var packed = typeof(HaarFinder).Assembly.GetManifestResourceStream(Resource)!;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        try
        {
            return HaarCascade.Read(unpacked);
        }
        catch (InvalidDataException error)
        {
            throw LetheException.BadFile(
                $"The cascade that comes with the kit cannot be read: {error.Message} Build the kit again.",
                error
            );
        }
    }
}
