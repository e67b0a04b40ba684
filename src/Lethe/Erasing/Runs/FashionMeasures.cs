using Lethe.Erasing.Fashion;
using Lethe.Metrics;

namespace Lethe.Erasing.Runs;

/// <summary>What the judges say of a model's pictures, beside the original's of the same seeds.</summary>
internal static class FashionMeasures
{
    /// <summary>Pictures in a subset of the kernel distance, at most.</summary>
    private const int KernelSubset = 1000;

    /// <param name="real">Features of real pictures.</param>
    public static SortedDictionary<string, double> All(
        FashionWorld world,
        ErasingPictures now,
        ErasingPictures before,
        Tensor real,
        double nullDrift
    )
    {
        using var scope = NewDisposeScope();
        var metrics = Brief(world, now, before, nullDrift);
        AddInterval(metrics, "detected", now.OfErased, 1);
        AddInterval(metrics, "accuracy", now.Prompts.Texts.Count - now.OfErased, 100);
        var features = FashionWorld.FeaturesOf(world.Detector, now.Kept);
        metrics["fd64"] = FrechetDistance.Of(features, real);
        var subset = (int)Math.Min(KernelSubset, Math.Min(features.shape[0], real.shape[0]));
        metrics["kd64"] = KernelDistance.Of(features, real, size: subset).Mean;
        metrics["images"] = now.Prompts.Texts.Count;
        return metrics;
    }

    /// <summary>What a curve over iterations shows: all but the distances, which take many pictures.</summary>
    public static SortedDictionary<string, double> Brief(FashionWorld world, ErasingPictures now, ErasingPictures before, double nullDrift)
    {
        using var scope = NewDisposeScope();
        var concept = FashionPrompts.ClassOf(FashionPrompts.Erased);
        var (seen, kept) = (world.Detector.Probabilities(now.Erased), world.Detector.Probabilities(now.Kept));
        var right = kept.argmax(1).eq(now.KeptLabels);
        var scored = world.Scorer.Probabilities(now.Kept).gather(1, now.KeptLabels.unsqueeze(1));
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["detected"] = Percent(seen.select(1, concept).gt(0.5)) / 100, // a fraction, as the paper prints it
            ["accuracy"] = Percent(right),
            ["ssim"] = StructuralSimilarity.Uniform(Unit(now.Kept), Unit(before.Kept)).Average(),
            ["ssim.erased"] = StructuralSimilarity.Uniform(Unit(now.Erased), Unit(before.Erased)).Average(),
            // log P(prompted class), by the judge that is not the detector
            ["text.score"] = scored.clamp_min(1e-6).log().mean().item<float>(),
            ["null.drift"] = nullDrift,
        };
        foreach (var (label, name) in FashionPrompts.Names.Index())
        {
            metrics[$"becomes.{name}"] = Percent(seen.argmax(1).eq(label));
            if (label != concept)
            {
                metrics[$"kept.{name}"] = Percent(right.index_select(0, now.KeptLabels.eq(label).nonzero().squeeze(1)));
            }
        }
        return metrics;
    }

    /// <summary>-1 to 1 as 0 to 1.</summary>
    public static Tensor Unit(Tensor pictures) => ((pictures + 1) / 2).clamp(0, 1);

    /// <summary>Of truths.</summary>
    public static double Percent(Tensor truths) => 100 * truths.to(ScalarType.Float64).mean().item<double>();

    private static void AddInterval(SortedDictionary<string, double> metrics, string rate, int count, double whole)
    {
        var (low, high) = WilsonInterval.Of((long)Math.Round(metrics[rate] / whole * count), count);
        (metrics[$"{rate}.low"], metrics[$"{rate}.high"]) = (whole * low, whole * high);
    }
}
