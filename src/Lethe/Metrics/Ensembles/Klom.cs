using System.ComponentModel.DataAnnotations;

namespace Lethe.Metrics.Ensembles;

/// <summary>
/// KLoM, the Kullback-Leibler divergence of margins: for each image, what the unlearned networks say of it against what the retrained ones
/// (oracles) do. Margins are cut at ±100 and sorted into equal bins from the least to the largest of both; with the histograms p and q,
/// q raised to 1e-5 where p is above 0 and both normalised again, <c>KLoM = sum p ln(p / q)</c>.
/// <para>Nats, 0 to about 11.5; lower is better. <b>Not 0 for perfect unlearning</b>: two ensembles of the same kind of 100 networks each
/// score 0.35, of 50 each 0.88, because bins are left empty by chance. Read it beside the value of oracles against oracles of the same
/// number.</para>
/// <para>Source: Georgiev et al. (arXiv 2410.23232), appendix E.1; RoyRin/data-unlearning-bench.</para>
/// </summary>
public sealed record Klom
{
    private const double Floor = 1e-5;

    [Range(1, int.MaxValue)]
    public int Bins { get; init; } = 20;

    /// <summary>KL(oracle || unlearned) in place of the text's KL(unlearned || oracle); so in the authors' code.</summary>
    public bool FromOracle { get; init; }

    /// <summary>Whether the largest margin falls in the last bin; else it is dropped, as in the authors' code.</summary>
    public bool ClosesLastBin { get; init; } = true;

    /// <summary>Of one image.</summary>
    /// <param name="unlearned">A margin a network.</param>
    /// <param name="oracle">Likewise; the number of networks may differ.</param>
    public double Of(ReadOnlySpan<double> unlearned, ReadOnlySpan<double> oracle)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var margins in (ReadOnlySpan<double[]>)[unlearned.ToArray(), oracle.ToArray()])
        {
            foreach (var margin in margins)
            {
                var cut = Math.Clamp(margin, -Margin.Limit, Margin.Limit);
                (low, high) = (Math.Min(low, cut), Math.Max(high, cut));
            }
        }
        high = high > low ? high : low + 1;
        var (p, q) = (Shares(FromOracle ? oracle : unlearned, low, high), Shares(FromOracle ? unlearned : oracle, low, high));
        for (var bin = 0; bin < Bins; bin++)
        {
            q[bin] = p[bin] > 0 ? Math.Max(q[bin], Floor) : q[bin];
        }
        var (all, sum) = (q.Sum(), 0.0);
        for (var bin = 0; bin < Bins; bin++)
        {
            sum += p[bin] > 0 ? p[bin] * Math.Log(p[bin] / (q[bin] / all)) : 0;
        }
        return Math.Max(0, sum); // rounding only
    }

    /// <summary>Of each image.</summary>
    /// <exception cref="ArgumentException">Ensembles that were shown other images.</exception>
    public double[] Of(EnsembleScores unlearned, EnsembleScores oracle)
    {
        unlearned.RequireSameImages(oracle);
        return [.. Enumerable.Range(0, unlearned.Images).Select(image => Of(unlearned.Of(image), oracle.Of(image)))];
    }

    private double[] Shares(ReadOnlySpan<double> margins, double low, double high)
    {
        var (counts, counted) = (new double[Bins], 0);
        foreach (var margin in margins)
        {
            var bin = (int)((Math.Clamp(margin, -Margin.Limit, Margin.Limit) - low) / (high - low) * Bins);
            if (bin < Bins || ClosesLastBin)
            {
                counts[Math.Min(bin, Bins - 1)]++;
                counted++;
            }
        }
        return [.. counts.Select(count => counted > 0 ? count / counted : 0)];
    }
}
