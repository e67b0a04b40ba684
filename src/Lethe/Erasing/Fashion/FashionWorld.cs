using System.Security.Cryptography;
using Lethe.Erasing.Diffusion;
using Lethe.Training;
using TorchSharp;

namespace Lethe.Erasing.Fashion;

/// <summary>
/// Everything about the small model that comes with the kit: the model, and two judges that never share a weight. The detector stands where
/// NudeNet and Inception do, the scorer where CLIP does.
/// </summary>
public sealed class FashionWorld : IDisposable
{
    internal const string DetectorName = "detector",
        ScorerName = "scorer";

    private const int SeedsPerClass = 1 << 20;

    private FashionWorld(DiffusionModel model, FashionJudge detector, FashionJudge scorer) =>
        (Model, Detector, Scorer) = (model, detector, scorer);

    public DiffusionModel Model { get; }

    /// <summary>Says what is on a picture, and gives the features of distances.</summary>
    public FashionJudge Detector { get; }

    /// <summary>Says how well a picture fits its prompt.</summary>
    public FashionJudge Scorer { get; }

    /// <summary>Those of this build of the kit, or of the folder that <c>LETHE_FASHION</c> names.</summary>
    public static FashionWorld Open(Device? device = null) => Of(FashionDiffusion.Open, static name => Judge(name, Packaged(name)), device);

    /// <summary>Those in a folder that <c>lethe train fashion-diffusion</c> wrote.</summary>
    /// <exception cref="LetheException">A file is missing, broken, or of another model.</exception>
    public static FashionWorld Open(string folder, Device? device = null) =>
        Of(
            () => FashionDiffusion.Open(FileOf(folder, FashionDiffusion.Name)),
            name => Judge(FileOf(folder, name), SafetensorsFile.Read(FileOf(folder, name)).Tensors),
            device
        );

    /// <summary>Of all three files of <see cref="Open(Device)"/>: whatever is measured with others is another result.</summary>
    public static string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in (string[])[FashionDiffusion.Name, DetectorName, ScorerName])
        {
            using var file = FashionPackage.Open(name);
            hash.AppendData(SHA256.HashData(file));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    /// <summary>Writes all three into a folder, as <see cref="Open(string, Device)"/> reads them.</summary>
    public void Save(string folder)
    {
        FashionDiffusion.Save(Model, FileOf(folder, FashionDiffusion.Name));
        ModelFile.Save(Detector, FileOf(folder, DetectorName));
        ModelFile.Save(Scorer, FileOf(folder, ScorerName));
    }

    /// <summary>The seed of a class's i-th picture: the same whatever model draws it, and another than any that a model was erased
    /// with.</summary>
    public static long SeedOf(int label, int index) => (1000L + label) * SeedsPerClass + index;

    /// <param name="unet">Null for the model's own.</param>
    /// <returns>N x channels x H x W, -1 to 1: of the small model 1 x 28 x 28.</returns>
    public static Tensor Sample(
        DiffusionModel model,
        UNet2DCondition? unet,
        IReadOnlyList<string> prompts,
        IReadOnlyList<long> seeds,
        int steps,
        double scale,
        CancellationToken cancellation = default
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var latents = model.Sample(prompts, seeds, steps, scale, unet, cancellation: cancellation);
        return model.Codec.Decode(latents).clamp(-1, 1).MoveToOuterDisposeScope();
    }

    /// <summary>The 64 numbers of the detector's last layer but one.</summary>
    /// <param name="pictures">N x 1 x 28 x 28, -1 to 1.</param>
    /// <returns>N x 64.</returns>
    public static Tensor FeaturesOf(FashionJudge detector, Tensor pictures)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return cat([.. pictures.split(500).Select(detector.Features)]).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Model.Dispose();
        Detector.Dispose();
        Scorer.Dispose();
    }

    private static string FileOf(string folder, string name) => Path.Combine(folder, $"{name}.safetensors");

    private static FashionWorld Of(Func<DiffusionModel> model, Func<string, FashionJudge> judge, Device? device)
    {
        FashionWorld world;
        // Weights that were read and copied go with this scope; networks outlive it.
        using (NewDisposeScope())
        {
            world = new(model(), judge(DetectorName), judge(ScorerName));
        }
        world.Model.To(device ?? CPU);
        world.Detector.to(device ?? CPU);
        world.Scorer.to(device ?? CPU);
        return world;
    }

    private static Dictionary<string, Tensor> Packaged(string name)
    {
        using var file = FashionPackage.Open(name);
        return SafetensorsFile.Read(file, name).Tensors;
    }

    private static FashionJudge Judge(string name, Dictionary<string, Tensor> weights)
    {
        var judge = new FashionJudge();
        ModelFile.Fill(judge, weights, name);
        judge.eval();
        return judge;
    }
}
