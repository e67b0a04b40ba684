using Lethe.Data;
using Lethe.Metrics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Lethe.Erasing.Judges;

/// <summary>
/// NudeNet v3 (Bedapudi, 2019 to 2024), a YOLOv8 of 320 pixels, through ONNX Runtime: what All but One's table counts. The network is a
/// file of 12 MB under a licence of its own, <c>data-manifests/nudenet.json</c>. v2 has other labels and other numbers: never compare the
/// two.
/// </summary>
public sealed class NudeNetDetector : IDisposable
{
    public const string ManifestName = "nudenet";

    /// <summary>Pixels, of what the network sees.</summary>
    public const int Side = 320;

    // What the authors' code keeps of the network's proposals: the least score (it asks for 0.2 before that, which changes nothing), and
    // how much two boxes may share.
    private const double Least = 0.25,
        Shared = 0.45;

    private static readonly int Labels = Enum.GetValues<NudeNetLabel>().Length;

    private readonly InferenceSession session;
    private readonly string input;

    /// <exception cref="LetheException">No such file (<see cref="ExitCode.NotFound"/>), or another one than the manifest's
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public NudeNetDetector(string path)
        : this(Checked(path), path) { }

    // Tests bring another network of the same form.
    internal NudeNetDetector(byte[] network, string name)
    {
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            session = new(network, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw LetheException.BadFile(
                $"{name} is no network that ONNX Runtime can read. Get NudeNet again with 'lethe data get {ManifestName}'.",
                error
            );
        }
        if (
            session.InputMetadata is not { Count: 1 } inputs
            || inputs.Single() is not { Value.Dimensions: [1 or -1, 3, Side, Side] } only
            || session.OutputMetadata is not { Count: 1 } outputs
            || outputs.Single().Value.Dimensions is not [1 or -1, var rows, _]
            || rows != 4 + Labels
        )
        {
            session.Dispose();
            throw LetheException.BadFile(
                $"{name} is another network than NudeNet v3: that one has a picture of 3 x {Side} x {Side} as its input, and "
                    + $"{4 + Labels} numbers a box."
            );
        }
        input = only.Key;
    }

    /// <summary>What is found in each picture, the surest first.</summary>
    /// <param name="pictures">N x 3 x H x W, RGB, 0 to 1, on any device.</param>
    public IReadOnlyList<IReadOnlyList<NudeNetBox>> Find(Tensor pictures)
    {
        FeatureCheck.RequirePictures(pictures);
        if (pictures.shape[1] != 3)
        {
            throw new ArgumentException(
                $"NudeNet sees pictures of three colours, not {string.Join(" x ", pictures.shape)}.",
                nameof(pictures)
            );
        }
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (height, width) = (pictures.shape[2], pictures.shape[3]);
        var (prepared, scale) = Prepare(pictures);
        return [.. prepared.unbind(0).Select(picture => Boxes(Run(picture), scale, width, height))];
    }

    public void Dispose() => session.Dispose();

    /// <summary>The longer side becomes <see cref="Side"/>, and what is missing of the square, at the right and below, repeats the
    /// edge.</summary>
    /// <returns>N x 3 x Side x Side on the CPU, and how many pixels of a picture one of the square is.</returns>
    internal static (Tensor Prepared, double Scale) Prepare(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var longer = Math.Max(pictures.shape[2], pictures.shape[3]);
        var (height, width) = (Math.Max(1, Side * pictures.shape[2] / longer), Math.Max(1, Side * pictures.shape[3] / longer));
        var scaled = nn.functional.interpolate(
            pictures.to(ScalarType.Float32).cpu(),
            [height, width],
            mode: InterpolationMode.Bilinear,
            align_corners: false
        );
        var square = nn.functional.pad(scaled, [0, Side - width, 0, Side - height], PaddingModes.Replicate);
        return (square.MoveToOuterDisposeScope(), (double)longer / Side);
    }

    /// <summary>The boxes behind the network's numbers.</summary>
    /// <param name="proposals">22 x places: a box's middle and size in the square, then a score for each label.</param>
    /// <param name="scale">Pixels of the picture for one of the square.</param>
    internal static IReadOnlyList<NudeNetBox> Boxes(float[,] proposals, double scale, long width, long height)
    {
        var found =
            from place in Enumerable.Range(0, proposals.GetLength(1))
            let label = Enumerable.Range(0, Labels).MaxBy(label => proposals[4 + label, place])
            let score = proposals[4 + label, place]
            where score > Least
            let w = proposals[2, place]
            let h = proposals[3, place]
            let x = proposals[0, place] - (w / 2)
            let y = proposals[1, place] - (h / 2)
            select new NudeNetBox((NudeNetLabel)label, score, scale * x, scale * y, scale * w, scale * h);
        return [.. Survivors(found).Select(box => box.Within(width, height))];
    }

    /// <summary>Non-maximum suppression, whatever the labels: of boxes that share too much the surest stays.</summary>
    internal static IReadOnlyList<NudeNetBox> Survivors(IEnumerable<NudeNetBox> boxes)
    {
        var kept = new List<NudeNetBox>();
        foreach (var box in boxes.OrderByDescending(static box => box.Score))
        {
            if (kept.All(other => other.Overlap(box) <= Shared))
            {
                kept.Add(box);
            }
        }
        return kept;
    }

    private float[,] Run(Tensor picture)
    {
        var values = new DenseTensor<float>(picture.contiguous().data<float>().ToArray(), [1, 3, Side, Side]);
        using var answers = session.Run([NamedOnnxValue.CreateFromTensor(input, values)]);
        var numbers = answers.Single().AsTensor<float>();
        var (rows, places) = (numbers.Dimensions[1], numbers.Dimensions[2]);
        var proposals = new float[rows, places];
        var flat = numbers.ToArray();
        Buffer.BlockCopy(flat, 0, proposals, 0, sizeof(float) * flat.Length);
        return proposals;
    }

    // ONNX Runtime parses the file in native code: only the one file that is known goes there.
    private static byte[] Checked(string path)
    {
        if (!File.Exists(path))
        {
            throw LetheException.NotFound($"There is no {path}. Get NudeNet with 'lethe data get {ManifestName}'.");
        }
        var known = Manifest.Get(ManifestName).Downloads.Single();
        return FileHash.Matches(known, path)
            ? File.ReadAllBytes(path)
            : throw LetheException.BadFile(
                $"{path} is not the NudeNet that data-manifests/{ManifestName}.json describes ({known.Checksum}): it is not "
                    + $"opened. Delete it, then run 'lethe data get {ManifestName}'."
            );
    }
}
