namespace Lethe.Metrics.Ensembles;

/// <summary>The two families of attacks of <see cref="ForgettingScore"/>, over every threshold that tells two networks apart.</summary>
internal static class Thresholds
{
    private const double Buffer = 2;

    /// <summary>One threshold: margins at or above it are positive.</summary>
    /// <param name="positives">In ascending order; likewise <paramref name="negatives"/>.</param>
    /// <returns>The largest epsilon; 0 where every threshold leaves one of the two errors at 0.</returns>
    public static double Single(double[] positives, double[] negatives) =>
        Largest(
            positives
                .Concat(negatives)
                .Distinct()
                .Select(threshold =>
                    ForgettingScore.Epsilon(
                        1 - ((double)Below(negatives, threshold) / negatives.Length),
                        (double)Below(positives, threshold) / positives.Length
                    )
                )
        );

    /// <summary>Two thresholds, about as far apart as the narrower side is wide: margins between them are of that side.</summary>
    /// <param name="narrow">In ascending order; likewise <paramref name="wide"/>.</param>
    /// <inheritdoc cref="Single"/>
    public static double Double(double[] narrow, double[] wide)
    {
        double[] points = [.. narrow.Concat(wide).Distinct().Order()];
        var (width, most, largest) = (narrow[^1] - narrow[0], narrow[^1], 0.0);
        int[] ofNarrow = [.. points.Select(point => Below(narrow, point)), narrow.Length];
        int[] ofWide = [.. points.Select(point => Below(wide, point)), wide.Length];
        for (var j = 0; j < points.Length; j++)
        {
            // The right one can be anywhere up to the next point, within the buffer around the narrower side's end.
            var (low, high) = (
                Math.Max(points[j], most - Buffer),
                Math.Min(j + 1 < points.Length ? points[j + 1] : double.PositiveInfinity, most + Buffer)
            );
            for (var i = 0; i <= j && low <= high; i++)
            {
                var before = i > 0 ? points[i - 1] : double.NegativeInfinity;
                if (low - points[i] <= width + Buffer && high - before > width - Buffer)
                {
                    var epsilon = ForgettingScore.Epsilon(
                        (double)(ofWide[j + 1] - ofWide[i]) / wide.Length,
                        1 - ((double)(ofNarrow[j + 1] - ofNarrow[i]) / narrow.Length)
                    );
                    largest = double.MaxNumber(largest, epsilon);
                }
            }
        }
        return largest;
    }

    private static double Largest(IEnumerable<double> epsilons) => epsilons.Aggregate(0.0, double.MaxNumber);

    // How many lie below; of equal ones none.
    private static int Below(double[] ordered, double value)
    {
        var (low, high) = (0, ordered.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ordered[middle] < value ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
