using Lethe.Data;

namespace Lethe.Faces.Finders;

/// <summary>YuNet (Wu, Peng and Yu, Machine Intelligence Research 2023): finds turned and partly covered faces too, and gives five points.
/// The network is a file of 230 KB, <c>data-manifests/yunet.json</c>.</summary>
public sealed class YuNetFinder : IFaceFinder
{
    public const string ManifestName = "yunet";

    // Of a face, 0 to 1. OpenCV's own default, 0.9, misses turned heads.
    private const float Surest = 0.7f;

    // How much two boxes of different faces may share.
    private const double Shared = 0.3;

    private readonly YuNetNetwork network;

    /// <param name="path">Of <c>face_detection_yunet_2026may.onnx</c>.</param>
    /// <exception cref="LetheException">No such file (NotFound), or another one than the manifest's
    /// (BadFile).</exception>
    public YuNetFinder(string path)
        : this(Checked(path), path) { }

    // Tests bring another network of the same form.
    internal YuNetFinder(byte[] network, string name) => this.network = new(network, name);

    public string Name => "yunet";

    public IReadOnlyList<FoundFace> Find(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var image = FinderImage.Of(rgb, width, height);
        var candidates = network.Candidates(image, Surest).OrderByDescending(static face => face.Score);
        return FaceFinders.LargestFirst(Survivors(candidates).Select(face => InPicture(face, image)));
    }

    public void Dispose() => network.Dispose();

    // Non-maximum suppression: of faces whose boxes share too much the surest stays. faces: the surest first.
    internal static IReadOnlyList<FoundFace> Survivors(IEnumerable<FoundFace> faces)
    {
        var kept = new List<FoundFace>();
        foreach (var face in faces)
        {
            if (kept.All(other => other.Box.Overlap(face.Box) <= Shared))
            {
                kept.Add(face);
            }
        }
        return kept;
    }

    private static FoundFace InPicture(FoundFace face, FinderImage image)
    {
        var (box, points, scale) = (face.Box, face.Points!, 1 / (float)image.Scale);
        return new(
            image.ToPicture(box.Left, box.Top, box.Width, box.Height),
            face.Score,
            new(scale * points.LeftEye, scale * points.RightEye, scale * points.Nose, scale * points.LeftMouth, scale * points.RightMouth)
        );
    }

    // ONNX Runtime parses the file in native code: only the one file that is known goes there.
    private static byte[] Checked(string path)
    {
        if (!File.Exists(path))
        {
            throw LetheException.NotFound($"There is no {path}. Get it with 'lethe data get {ManifestName}'.");
        }
        var known = Manifest.Get(ManifestName).Downloads.Single();
        return FileHash.Matches(known, path)
            ? File.ReadAllBytes(path)
            : throw LetheException.BadFile(
                $"{path} is not the YuNet that data-manifests/{ManifestName}.json describes ({known.Checksum}): it is not "
                    + $"opened. Delete it, then run 'lethe data get {ManifestName}'."
            );
    }
}
