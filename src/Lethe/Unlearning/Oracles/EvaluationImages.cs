using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;

namespace Lethe.Unlearning.Oracles;

/// <summary>The images that every network of an ensemble is asked about: a random part of D_f, D_tf, D_r and D_tr, always the
/// same.</summary>
internal sealed class EvaluationImages
{
    private readonly Precision precision;

    /// <param name="sizes">Images of each part, or all if there are fewer.</param>
    public EvaluationImages(ForgetSplit split, IReadOnlyList<int> sizes, Precision precision)
    {
        this.precision = precision;
        Parts =
        [
            Some("D_f", split.ForgetTrain, sizes[0]),
            Some("D_tf", split.ForgetTest, sizes[1]),
            Some("D_r", split.RetainTrain, sizes[2]),
            Some("D_tr", split.RetainTest, sizes[3]),
        ];
        using var scope = NewDisposeScope();
        Labels = [.. Parts.SelectMany(static part => part.Labels().cpu().data<long>().ToArray().Select(static label => (int)label))];
    }

    /// <summary>In the order of <see cref="EnsembleLogits.Parts"/>.</summary>
    public IReadOnlyList<ImageSubset> Parts { get; }

    public IReadOnlyList<int> Labels { get; }

    public IReadOnlyList<int> Sizes => [.. Parts.Select(static part => part.Count)];

    /// <summary>Logits, image by image, rounded to half precision: what is computed from them now is what can be computed from the file.
    /// </summary>
    /// <exception cref="LetheException">NotFinite: one is beyond that.</exception>
    public float[] Ask(Classifier model)
    {
        using var scope = NewDisposeScope();
        float[] logits = [.. Parts.SelectMany(part => Prediction.Logits(model, part.Fresh(), precision).cpu().data<float>().ToArray())];
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = (float)(Half)logits[i];
        }
        return Array.TrueForAll(logits, float.IsFinite)
            ? logits
            : throw new LetheException(ExitCode.NotFinite, "A logit is not a number of half precision: this network is broken.");
    }

    private static ImageSubset Some(string name, ImageSubset all, int count) => all.Take(count, RandomStream.For(0, "ensemble", name));
}
