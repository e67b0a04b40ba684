using Lethe.Erasing.Fashion;
using Lethe.Tests.Training;
using Lethe.Training;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Fashion;

/// <summary>A folder as <c>lethe train fashion-diffusion</c> writes it, its networks untrained: what they say means nothing, and costs
/// nothing to make.</summary>
public sealed class SmallWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallWorld()
    {
        manual_seed(7);
        using var model = FashionDiffusion.Create(new([0, 0, 0, 0], [1, 1, 1, 1]));
        using var judge = new FashionJudge();
        FashionDiffusion.Save(model, folder.File("fashion.safetensors"));
        ModelFile.Save(judge, folder.File("detector.safetensors"));
        ModelFile.Save(judge, folder.File("scorer.safetensors"));
    }

    public string Folder => folder.Path;

    public void Dispose() => folder.Dispose();
}
