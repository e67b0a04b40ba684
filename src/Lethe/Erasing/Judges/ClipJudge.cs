namespace Lethe.Erasing.Judges;

/// <summary>
/// How well pictures show their prompts: the cosine of the two embeddings, -1 to 1, as it is. Hessel et al. (EMNLP 2021) multiply it by 2.5
/// and put "A photo depicts " before the prompt, torchmetrics multiplies by 100, both cut off what is below 0; so a score means nothing
/// without model, prefix and scale. What was made to please a CLIP must be judged by another.
/// </summary>
/// <param name="model">Becomes the judge's.</param>
public sealed class ClipJudge(ClipModel model) : IPictureJudge
{
    public string Name => $"CLIP score, {model.Config.Title}";

    internal int Batch { get; init; } = 16;

    /// <param name="prompts">Of a long one counts what fits into 77 tokens.</param>
    /// <exception cref="ArgumentException">Not such pictures, or not one prompt a picture.</exception>
    public IReadOnlyList<double> Judge(Tensor pictures, IReadOnlyList<string> prompts)
    {
        if (pictures.dim() == 0 || pictures.shape[0] != prompts.Count || prompts.Count == 0)
        {
            throw new ArgumentException($"There are {prompts.Count} prompts, but the pictures are {string.Join(" x ", pictures.shape)}.");
        }
        var each = new List<double>();
        foreach (var part in prompts.Chunk(Batch))
        {
            using var scope = NewDisposeScope();
            var (seen, said) = (model.EmbedPictures(pictures.narrow(0, each.Count, part.Length)), model.EmbedPrompts(part));
            each.AddRange((seen * said).sum(1).to(ScalarType.Float64).cpu().data<double>().ToArray());
        }
        return each;
    }

    public void Dispose() => model.Dispose();
}
