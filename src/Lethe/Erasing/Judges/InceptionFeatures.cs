using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Erasing.Judges;

/// <summary>
/// The 2,048 numbers that Inception-v3 says of a picture: <see cref="FrechetDistance"/> of them is FID, <see cref="KernelDistance"/> is
/// KID, both in <see cref="InceptionScores"/>. The weights are a
/// file of 96 MB, <c>data-manifests/fid-inception.json</c>.
/// </summary>
public sealed class InceptionFeatures : IDisposable
{
    public const string ManifestName = "fid-inception";

    private readonly InceptionV3 network;
    private readonly Device device;

    /// <param name="path">pytorch-fid's <c>.pth</c>, or the same tensors under the same names in a <c>.safetensors</c>.</param>
    /// <param name="device">Where to compute; the CPU if not given.</param>
    /// <exception cref="LetheException">No such file (<see cref="ExitCode.NotFound"/>), or not the weights of this network
    /// (<see cref="ExitCode.BadFile"/>): the message names the first tensors that are missing.</exception>
    public InceptionFeatures(string path, Device? device = null)
    {
        this.device = device ?? CPU;
        network = new();
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
    public WeightReport Weights { get; }

    public FidResize Resize { get; init; } = FidResize.Bilinear;

    /// <summary>Pictures at once.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>With the weights of the manifest, where <c>lethe data get fid-inception</c> or the user has put them.</summary>
    /// <exception cref="LetheException">They are not there (<see cref="ExitCode.NotFound"/>), or damaged
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static InceptionFeatures Open(DataOptions? options = null, Device? device = null, FidResize resize = FidResize.Bilinear)
    {
        options ??= new();
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
    /// <param name="progress">Is told how many are done.</param>
    /// <returns>N x 2048, float32, on the CPU, in the caller's scope.</returns>
    /// <exception cref="ArgumentException">Others than such pictures.</exception>
    public Tensor Of(Tensor pictures, IProgress<int>? progress = null, CancellationToken cancellation = default) =>
        Of([pictures], progress, cancellation);

    /// <summary>Likewise, of pictures that do not fit into memory together.</summary>
    /// <param name="parts">Some pictures each; they stay the caller's, who may dispose each when the next is asked for.</param>
    public Tensor Of(IEnumerable<Tensor> parts, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1);
        using var noGrad = no_grad();
        var found = new List<Tensor>();
        try
        {
            var done = 0;
            foreach (var pictures in parts)
            {
                Require(pictures);
                for (var first = 0L; first < pictures.shape[0]; first += Batch)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var count = Math.Min(Batch, pictures.shape[0] - first);
                    using var scope = NewDisposeScope();
                    var seen = InceptionInput.Of(pictures.narrow(0, first, count).to(device).to(ScalarType.Float32), Resize);
                    found.Add(network.forward(seen.ChannelsLast()).cpu().DetachFromDisposeScope());
                    progress?.Report(done += (int)count);
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
