using System.IO.Compression;
using Lethe.Runtime;
using OpenCvSharp;

namespace Lethe.Detection;

/// <summary>
/// OpenCV's cascade of boosted Haar features for frontal faces (Viola and Jones, CVPR 2001; the cascade by Lienhart, which comes with the kit).
/// Fast, and needs no file; misses turned and covered faces, and gives no points.
/// </summary>
public sealed class HaarDetector : IFaceDetector
{
    private const string Resource = "faces/haarcascade_frontalface_alt2.xml.gz";

    private readonly CascadeClassifier cascade;

    /// <exception cref="LetheException">OpenCV does not load (<see cref="ExitCode.NoDevice"/>).</exception>
    public HaarDetector()
    {
        OpenCvRuntime.Load();
        using var storage = new FileStorage(Cascade(), FileStorage.Modes.Read | FileStorage.Modes.Memory);
        cascade = new();
        using var root = storage.GetFirstTopLevelNode();
        if (root is null || !cascade.Read(root) || cascade.Empty())
        {
            throw LetheException.BadFile("The cascade that comes with the kit cannot be read: build the kit again.");
        }
    }

    public string Name => "haar";

    /// <summary>How many overlapping windows must agree: fewer find more faces, and more of what is none.</summary>
    public int MinNeighbours { get; init; } = 3;

    public IReadOnlyList<DetectedFace> Find(ReadOnlySpan<byte> rgb, int width, int height)
    {
        using var image = new DetectorImage(rgb, width, height);
        using var grey = new Mat();
        Cv2.CvtColor(image.Bgr, grey, ColorConversionCodes.BGR2GRAY);
        Cv2.EqualizeHist(grey, grey);
        // A face smaller than a twelfth of the picture is not the one the film is about.
        var smallest = Math.Max(24, Math.Min(grey.Width, grey.Height) / 12);
        var boxes = cascade.DetectMultiScale(grey, out _, out var weights, 1.1, MinNeighbours, HaarDetectionTypes.ScaleImage, new Size(smallest, smallest), null, outputRejectLevels: true);
        return FaceDetectors.LargestFirst(boxes.Select((box, i) =>
            new DetectedFace(new(box.X / image.Scale, box.Y / image.Scale, box.Width / image.Scale, box.Height / image.Scale), weights[i], null)));
    }

    public void Dispose() => cascade.Dispose();

    private static string Cascade()
    {
        using var packed = typeof(HaarDetector).Assembly.GetManifestResourceStream(Resource)!;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        return new StreamReader(unpacked).ReadToEnd();
    }
}
