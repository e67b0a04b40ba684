using static TorchSharp.torch;

namespace Lethe.Experiments;

/// <summary>Pictures that a model drew: first those of the erased concept's prompts, then the other classes'.</summary>
/// <param name="Images">N x 1 x 28 x 28, -1 to 1.</param>
/// <param name="Labels">What each prompt asks for.</param>
/// <param name="OfErased">How many stand first.</param>
internal sealed record ErasingPictures(Tensor Images, IReadOnlyList<int> Labels, int OfErased)
{
    public Tensor Erased => Images.narrow(0, 0, OfErased);

    public Tensor Kept => Images.narrow(0, OfErased, Images.shape[0] - OfErased);

    /// <summary>Of <see cref="Kept"/>, int64.</summary>
    public Tensor KeptLabels => tensor(Labels.Skip(OfErased).Select(static label => (long)label).ToArray(), device: Images.device);
}
