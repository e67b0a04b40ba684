namespace Lethe.Embedding;

/// <summary>
/// <c>p_j|i = exp(-beta_i |x_i - x_j|^2) / sum_l exp(-beta_i |x_i - x_l|^2)</c> over the neighbours of i, with each <c>beta_i = 1 / (2
/// sigma_i^2)</c> such that the perplexity <c>exp(-sum_j p_j|i ln p_j|i)</c> is the one asked for (van der Maaten and Hinton 2008, eq. 1).
/// </summary>
internal static class ConditionalAffinities
{
    private const double Tolerance = 1e-9; // of the entropy, in nats
    private const int Bisections = 200;

    /// <returns>N x k, in the order of the neighbours. Each row sums to 1.</returns>
    public static double[] Of(NearestNeighbours neighbours, double perplexity, ParallelOptions parallel)
    {
        var affinities = new double[neighbours.Count * neighbours.Neighbours];
        Parallel.For(
            0,
            neighbours.Count,
            parallel,
            i =>
                Row(
                    neighbours.SquaredDistances(i),
                    Math.Log(perplexity),
                    affinities.AsSpan(i * neighbours.Neighbours, neighbours.Neighbours)
                )
        );
        return affinities;
    }

    private static void Row(ReadOnlySpan<float> squaredDistances, double target, Span<double> affinities)
    {
        // Only differences between the distances matter; counted from the nearest, the largest exponential is 1 and their sum is never 0.
        var nearest = squaredDistances[0];
        var mean = 0.0;
        foreach (var distance in squaredDistances)
        {
            mean += (distance - nearest) / (double)squaredDistances.Length;
        }
        // Where all are equally far, any beta gives the uniform distribution. Where more points than the perplexity share the nearest
        // place,
        // the entropy stays above the target, and beta grows until the rest have no weight.
        var (low, high, beta) = (0.0, double.PositiveInfinity, mean > 0 ? 1 / mean : 1);
        for (var step = 0; step < Bisections; step++)
        {
            var difference = Entropy(squaredDistances, beta, affinities) - target;
            if (Math.Abs(difference) < Tolerance)
            {
                break;
            }
            (low, high) = difference > 0 ? (beta, high) : (low, beta);
            beta = double.IsFinite(high) ? (low + high) / 2 : beta * 2;
        }
    }

    private static double Entropy(ReadOnlySpan<float> squaredDistances, double beta, Span<double> affinities)
    {
        var (sum, weighted) = (0.0, 0.0);
        for (var j = 0; j < affinities.Length; j++)
        {
            var distance = (double)squaredDistances[j] - squaredDistances[0];
            affinities[j] = Math.Exp(-beta * distance);
            sum += affinities[j];
            weighted += distance * affinities[j];
        }
        foreach (ref var affinity in affinities)
        {
            affinity /= sum;
        }
        // H = -sum_j p_j ln p_j = ln sum_j exp(-beta d_j) + beta sum_j p_j d_j
        return Math.Log(sum) + (beta * weighted / sum);
    }
}
