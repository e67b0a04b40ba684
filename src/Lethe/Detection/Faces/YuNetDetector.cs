using System.Numerics;
using Lethe.Data;
using Lethe.Runtime;
using OpenCvSharp;

namespace Lethe.Detection;

/// <summary>
/// YuNet (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research 2023) through OpenCV: finds turned and
/// partly covered faces too, and gives five points. The network is a file of 230 KB, <c>data-manifests/yunet.json</c>.
/// </summary>
public sealed class YuNetDetector : IFaceDetector
{
    public const string ManifestName = "yunet";

    // Columns of a found face: box, then the points as x, y: the eye that is left in the picture first (the person's right).
    private const int Columns = 15;

    // Of a face, 0 to 1. OpenCV's own default, 0.9, misses turned heads.
    private const float Surest = 0.7f;

    private readonly string path;
    private readonly ManifestFile? known;
    private (Size Size, FaceDetectorYN Network)? current;

    /// <param name="path">Of <c>face_detection_yunet_2026may.onnx</c>.</param>
    /// <exception cref="LetheException">No such file (<see cref="ExitCode.NotFound"/>), another checksum than the manifest's (<see cref="ExitCode.BadFile"/>), no OpenCV (<see cref="ExitCode.NoDevice"/>).</exception>
    public YuNetDetector(string path)
        : this(path, Manifest.Get(ManifestName).Downloads.Single())
    {
    }

    // Tests bring another network of the same form: null means unchecked.
    internal YuNetDetector(string path, ManifestFile? known)
    {
        (this.path, this.known) = (path, known);
        OpenCvRuntime.Load();
        NetworkFor(new(320, 320));
    }

    public string Name => "yunet";

    public IReadOnlyList<DetectedFace> Find(ReadOnlySpan<byte> rgb, int width, int height)
    {
        using var image = new DetectorImage(rgb, width, height);
        using var found = new Mat();
        Guard(() => NetworkFor(image.Bgr.Size()).Detect(image.Bgr, found), "a picture");
        if (found.Empty())
        {
            return [];
        }
        if (found.Cols != Columns || found.Type() != MatType.CV_32FC1)
        {
            throw LetheException.BadFile($"YuNet answered with {found.Rows} x {found.Cols} numbers instead of {Columns} a face: this is another network.");
        }
        return FaceDetectors.LargestFirst(Enumerable.Range(0, found.Rows).Select(row => Read(found, row, 1 / (float)image.Scale)));
    }

    public void Dispose() => current?.Network.Dispose();

    private static DetectedFace Read(Mat found, int row, float scale)
    {
        float Value(int column) => found.At<float>(row, column);
        Vector2 Point(int column) => scale * new Vector2(Value(column), Value(column + 1));
        return new(new(scale * Value(0), scale * Value(1), scale * Value(2), scale * Value(3)), Value(14), new(Point(4), Point(6), Point(8), Point(10), Point(12)));
    }

    // The binding has no way to tell a network of another size of picture: it is read anew. The frames of a film are of one size.
    private FaceDetectorYN NetworkFor(Size size)
    {
        if (current is { } there && there.Size == size)
        {
            return there.Network;
        }
        Check();
        current?.Network.Dispose();
        current = null;
        current = (size, Guard(() => FaceDetectorYN.Create(path, "", size, Surest, 0.3f, 5000, OpenCvSharp.Dnn.Backend.OPENCV, OpenCvSharp.Dnn.Target.CPU), path));
        return current.Value.Network;
    }

    // OpenCV parses the file in native code: only the one file that is known goes there.
    private void Check()
    {
        if (!File.Exists(path))
        {
            throw LetheException.NotFound($"There is no {path}. Get it with 'lethe data get {ManifestName}'.");
        }
        if (known is not null && !FileHash.Matches(known, path))
        {
            throw LetheException.BadFile($"{path} is not the YuNet that data-manifests/{ManifestName}.json describes ({known.Checksum}): it is not opened. Delete it, then run 'lethe data get {ManifestName}'.");
        }
    }

    private static T Guard<T>(Func<T> call, string what)
    {
        try
        {
            return call();
        }
        catch (OpenCVException error)
        {
            throw LetheException.BadFile($"OpenCV cannot run YuNet on {what}: {error.Message}", error);
        }
    }
}
