using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>Pictures that a model drew: first those of the erased concept's prompts, then the others.</summary>
/// <param name="Images">N x channels x H x W, as their subject draws them.</param>
/// <param name="Prompts">Of each.</param>
internal sealed record ErasingPictures(Tensor Images, ErasingPrompts Prompts)
{
    public int OfErased => Prompts.OfErased;

    public Tensor Erased => Images.narrow(0, 0, OfErased);

    public Tensor Kept => Images.narrow(0, OfErased, Images.shape[0] - OfErased);

    /// <summary>Of <see cref="Kept"/>, int64.</summary>
    public Tensor KeptLabels => tensor(Prompts.Labels.Skip(OfErased).Select(static label => (long)label).ToArray(), device: Images.device);
}
