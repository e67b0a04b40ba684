using Lethe.Metrics.Ensembles;
using Lethe.Runtime;

namespace Lethe.Tests.Metrics.Ensembles;

/// <summary>Ensembles whose scores are drawn, so that what they differ in is known.</summary>
internal static class Ensemble
{
    /// <summary>Normal scores, independent of each other.</summary>
    public static EnsembleScores Normal(int networks, int images, int seed, double mean = 0, double deviation = 1)
    {
        var random = RandomStream.For(seed, "ensemble test");
        return new([.. Enumerable.Range(0, networks * images).Select(_ => mean + (deviation * random.Normal()))], networks);
    }

    /// <summary>One image, the given score of each network.</summary>
    public static EnsembleScores OfOne(params double[] scores) => new(scores, scores.Length);
}
