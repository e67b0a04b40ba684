using static TorchSharp.torch;

namespace Lethe.Erasing.Judges;

/// <summary>
/// How well pictures show their prompts: the cosine of the two embeddings, as it is. Hessel et al. (EMNLP 2021) multiply it by 2.5 and put
/// "A photo depicts " before the prompt, torchmetrics multiplies by
/// 100, both cut off what is below 0; so a score means nothing without model, prefix and scale. What was made to please a CLIP must be
/// judged by another.
/// </summary>
/// <param name="Each">-1 to 1, one a picture.</param>
/// <param name="Model">As in <see cref="ClipConfig.Title"/>.</param>
/// <param name="Prefix">What was put before every prompt.</param>
public sealed record ClipScore(IReadOnlyList<double> Each, string Model, string Prefix)
{
    public double Mean => Each.Average();

    /// <summary>Scores pictures, each with its own prompt.</summary>
    /// <param name="pictures">N x 3 x H x W of float32 or float64, from 0 to 1.</param>
    /// <param name="prompts">N; of a long one counts what fits into 77 tokens.</param>
    /// <param name="prefix">With a space at its end; none by default.</param>
    /// <param name="batch">Pictures at a time.</param>
    /// <exception cref="ArgumentException">Not such pictures, or not one prompt a picture.</exception>
    public static ClipScore Of(ClipModel model, Tensor pictures, IReadOnlyList<string> prompts, string prefix = "", int batch = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (pictures.dim() == 0 || pictures.shape[0] != prompts.Count)
        {
            throw new ArgumentException($"There are {prompts.Count} prompts, but the pictures are {string.Join(" x ", pictures.shape)}.");
        }
        var each = new List<double>();
        for (var at = 0; at < prompts.Count; at += batch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(batch, prompts.Count - at);
            var seen = model.EmbedPictures(pictures.narrow(0, at, count));
            var said = model.EmbedPrompts([.. prompts.Skip(at).Take(count).Select(prompt => prefix + prompt)]);
            each.AddRange((seen * said).sum(1).to(ScalarType.Float64).cpu().data<double>().ToArray());
        }
        return each.Count > 0 ? new(each, model.Config.Title, prefix) : throw new ArgumentException("There are no pictures to score.");
    }
}
