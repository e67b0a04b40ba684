using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Runs;

/// <summary>What pictures are drawn of, and from which noise.</summary>
/// <param name="Texts">First the erased concept's.</param>
/// <param name="Labels">Of each: the class that it asks for, where there are classes.</param>
/// <param name="OfErased">How many stand first.</param>
internal sealed record ErasingPrompts(IReadOnlyList<string> Texts, IReadOnlyList<int> Labels, IReadOnlyList<long> Seeds, int OfErased);

/// <summary>Pictures that a model drew of them.</summary>
internal sealed record ErasingPictures(Tensor Images, ErasingPrompts Prompts)
{
    public int OfErased => Prompts.OfErased;

    public Tensor Erased => Images.narrow(0, 0, OfErased);

    public Tensor Kept => Images.narrow(0, OfErased, Images.shape[0] - OfErased);

    /// <summary>Of <see cref="Kept"/>, int64.</summary>
    public Tensor KeptLabels => Latents.Whole(Prompts.Labels.Skip(OfErased), Images.device);
}
