using Lethe.Data;
using Lethe.Imaging;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Training;
using TorchSharp;

namespace Lethe.Erasing.Judges;

/// <summary>The 2,048 numbers that Inception-v3 says of a picture: <see cref="FrechetDistance"/> of them is FID,
/// <see cref="KernelDistance"/> is KID, both in <see cref="InceptionScores"/>. The weights are a file of 96 MB,
/// <c>data-manifests/fid-inception.json</c>.</summary>
public sealed class InceptionFeatures : IDisposable
{
    public const string ManifestName = "fid-inception";

    private readonly InceptionV3 network;
    private readonly Device device;

    /// <param name="path">pytorch-fid's <c>.pth</c>, or the same tensors under the same names in a <c>.safetensors</c>.</param>
    /// <exception cref="LetheException">No such file (<see cref="ExitCode.NotFound"/>), or not the weights of this network
    /// (<see cref="ExitCode.BadFile"/>): the message names the first tensors that are missing.</exception>
    public InceptionFeatures(string path, Device? device = null)
    {
        (network, this.device) = (new(), device ?? CPU);
        try
        {
            Weights = NamedWeights.Load(network, [path]);
        }
        catch
        {
            network.Dispose();
            throw;
        }
        network.eval();
        network.to(this.device);
    }

    /// <summary>What became of the tensors of the file.</summary>
    internal WeightReport Weights { get; }

    public FidResize Resize { get; init; } = FidResize.Bilinear;

    public int Batch { get; init; } = 32;

    /// <summary>With the weights of the manifest, where <c>lethe data get fid-inception</c> or the user has put them.</summary>
    /// <exception cref="LetheException">They are not there (<see cref="ExitCode.NotFound"/>), or damaged
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static InceptionFeatures Open(DataOptions options, Device? device = null, FidResize resize = FidResize.Bilinear)
    {
        var manifest = Manifest.Get(ManifestName);
        var path = DataSearch.Find(manifest, DataSearch.Folders(manifest, options))?[0] ?? throw DataSearch.Missing(manifest, options);
        var file = manifest.Downloads.Single();
        return FileHash.Matches(file, path)
            ? new(path, device) { Resize = resize }
            : throw LetheException.BadFile(
                $"{path} is not the file that data-manifests/{ManifestName}.json describes ({file.Checksum}), and would give "
                    + $"other numbers. Delete it, then run 'lethe data get {ManifestName}'."
            );
    }

    /// <param name="pictures">N x 3 x H x W in 0 to 1, on any device; of any size, but of one size with what they are compared
    /// with.</param>
    /// <returns>N x 2048, float32, on the CPU, in the caller's scope.</returns>
    public Tensor Of(Tensor pictures, CancellationToken cancellation = default) => Of([pictures], cancellation);

    /// <summary>Likewise, of pictures that do not fit into memory together.</summary>
    /// <param name="parts">Some pictures each; they stay the caller's, who may dispose each when the next is asked for.</param>
    public Tensor Of(IEnumerable<Tensor> parts, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1);
        using var noGrad = no_grad();
        var found = new List<Tensor>();
        try
        {
            foreach (var pictures in parts)
            {
                Require(pictures);
                for (var first = 0L; first < pictures.shape[0]; first += Batch)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var count = Math.Min(Batch, pictures.shape[0] - first);
                    using var scope = NewDisposeScope();
                    var seen = Resized(pictures.narrow(0, first, count).to(device).to(ScalarType.Float32), Resize);
                    found.Add(network.forward(seen.ChannelsLast()).cpu().DetachFromDisposeScope());
                }
            }
            return found.Count > 0 ? cat(found) : empty(0, InceptionV3.Features);
        }
        finally
        {
            found.ForEach(static one => one.Dispose());
        }
    }

    public void Dispose() => network.Dispose();

    /// <param name="pictures">N x 3 x H x W in 0 to 1, float32.</param>
    /// <returns>N x 3 x 299 x 299 in -1 to 1.</returns>
    internal static Tensor Resized(Tensor pictures, FidResize resize)
    {
        using var scope = NewDisposeScope();
        var seen = resize == FidResize.Clean ? ((255 * Clean(pictures)) - 128) / 128 : (2 * Bilinear(pictures)) - 1;
        return seen.MoveToOuterDisposeScope();
    }

    internal static Tensor Bilinear(Tensor pictures) =>
        nn.functional.interpolate(pictures, [InceptionV3.Side, InceptionV3.Side], mode: InterpolationMode.Bilinear, align_corners: false);

    internal static Tensor Clean(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        Tensor Weights(long size) => Resampling.Matrix((int)size, InceptionV3.Side, pictures.device).to(pictures.dtype);
        var (rows, columns) = (Weights(pictures.shape[2]), Weights(pictures.shape[3]));
        return rows.matmul(pictures.matmul(columns.T)).clamp(0, 1).MoveToOuterDisposeScope();
    }

    private static void Require(Tensor pictures)
    {
        FeatureCheck.RequirePictures(pictures);
        if (pictures.shape[1] != 3)
        {
            throw new ArgumentException(
                $"Inception sees pictures of 3 channels, not of {pictures.shape[1]}: repeat the one channel of grey pictures."
            );
        }
    }
}
