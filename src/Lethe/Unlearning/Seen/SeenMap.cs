using Lethe.Embedding;
using Lethe.Experiments.Records;
using Lethe.Unlearning.Oracles;

namespace Lethe.Unlearning.Seen;

/// <summary>
/// The test images as all networks see them, in one map of their logits and one of their features: the same place means the same answer,
/// whoever gave it.
/// </summary>
internal sealed class SeenMap(SeenDesign design, EvaluationImages images) : IDisposable
{
    // A mask's logit has no place; what lies this many deviations off is drawn there.
    private const double Farthest = 5;

    private readonly List<(string Name, Tensor Features, Tensor Logits)> networks = [];

    private int Images => images.Sizes[1] + images.Sizes[3];

    /// <param name="answers">On D_tf and D_tr. The first network's spread is the measure of all.</param>
    public void Add(string name, IReadOnlyList<(Tensor Features, Tensor Logits)> answers) =>
        networks.Add(
            (
                name,
                cat([.. answers.Select(static part => part.Features)]).cpu().DetachFromDisposeScope(),
                cat([.. answers.Select(static part => part.Logits)]).cpu().DetachFromDisposeScope()
            )
        );

    /// <summary>Places of each network's images, N x 2.</summary>
    public void Draw(int seed, Dictionary<string, FigureArray> arrays, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var logits = networks.ConvertAll(static network => network.Logits);
        Place("logits", [.. logits.Select(one => Standard(one, logits[0]))], reduce: false);
        Place("features", networks.ConvertAll(static network => network.Features), reduce: true);

        void Place(string what, List<Tensor> points, bool reduce)
        {
            // Who left them as they were has the original's places, and not others a little beside them.
            var own = points.ConvertAll(one => points.FindIndex(other => other.eq(one).all().item<bool>()));
            List<int> different = [.. own.Distinct()];
            var all = PointSet.Of(cat([.. different.Select(one => points[one])]));
            var places = Map(reduce ? Pca.Reduce(all, Math.Min(design.FeatureDimensions, (int)points[0].shape[1])) : all);
            foreach (var ((name, _, _), first) in networks.Zip(own))
            {
                var start = 2 * Images * different.IndexOf(first);
                arrays[SeenRecord.Key(what, name, "map")] = new(places[start..(start + (2 * Images))], Images, 2) { IsHalf = true };
            }
        }

        float[] Map(PointSet points)
        {
            var tsne = design.Map with { Seed = seed, Perplexity = Math.Min(design.Map.Perplexity, (points.Count - 1) / 3.0) };
            return tsne.Embed(points, null, cancellation).Points.Values.ToArray();
        }
    }

    public void Dispose()
    {
        foreach (var (_, features, logits) in networks)
        {
            features.Dispose();
            logits.Dispose();
        }
    }

    // z = (x - mean) / std, both the original's
    private static Tensor Standard(Tensor logits, Tensor original) =>
        ((logits - original.mean([0L], keepdim: true)) / (original.std(0, keepdim: true) + 1e-6)).clamp(-Farthest, Farthest);
}
