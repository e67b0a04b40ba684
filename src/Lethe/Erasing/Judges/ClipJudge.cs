using static TorchSharp.torch;

namespace Lethe.Erasing.Judges;

/// <summary><see cref="ClipScore"/> of a picture and its prompt.</summary>
/// <param name="model">Becomes the judge's.</param>
public sealed class ClipJudge(ClipModel model) : IPictureJudge
{
    public string Name => $"CLIP score, {model.Config.Title}";

    public IReadOnlyList<double> Judge(Tensor pictures, IReadOnlyList<string> prompts) => ClipScore.Of(model, pictures, prompts).Each;

    public void Dispose() => model.Dispose();
}
