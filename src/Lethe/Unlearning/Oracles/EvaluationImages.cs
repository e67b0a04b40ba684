using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;

namespace Lethe.Unlearning.Oracles;

/// <summary>The images that every network of an ensemble is asked about: a random part of D_f, D_tf, D_r and D_tr, always the
/// same.</summary>
internal sealed class EvaluationImages
{
    private readonly IReadOnlyList<ImageSubset> parts;
    private readonly Precision precision;

    public EvaluationImages(ForgetSplit split, EnsembleDesign design, Precision precision)
    {
        this.precision = precision;
        parts =
        [
            Some("D_f", split.ForgetTrain, design.Forget),
            Some("D_tf", split.ForgetTest, design.ForgetTest),
            Some("D_r", split.RetainTrain, design.Retain),
            Some("D_tr", split.RetainTest, design.RetainTest),
        ];
        using var scope = NewDisposeScope();
        Labels = [.. parts.SelectMany(static part => part.Labels().cpu().data<long>().ToArray().Select(static label => (int)label))];
    }

    public IReadOnlyList<int> Labels { get; }

    public IReadOnlyList<int> Sizes => [.. parts.Select(static part => part.Count)];

    /// <summary>Logits, image by image, rounded to half precision: what is computed from them now is what can be computed from the file.
    /// </summary>
    /// <exception cref="LetheException">NotFinite: one is beyond that.</exception>
    public float[] Ask(Classifier model)
    {
        using var scope = NewDisposeScope();
        float[] logits = [.. parts.SelectMany(part => Prediction.Logits(model, part.Fresh(), precision).cpu().data<float>().ToArray())];
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
