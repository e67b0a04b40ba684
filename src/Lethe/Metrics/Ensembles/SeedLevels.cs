namespace Lethe.Metrics.Ensembles;

/// <summary>
/// How much of the spread of a result each of three nested seeds makes: T training seeds, J unlearning seeds for each, K evaluation seeds
/// for each of those (random-effects analysis of variance): <c>s_e^2 = MS_e</c>, <c>s_u^2 = (MS_u - MS_e) / K</c>,
/// <c>s_t^2 = (MS_t - MS_u) / (J K)</c>, negative ones set to 0, <c>SE(mean) = sqrt(MS_t / (T J K))</c>.
/// </summary>
/// <param name="Mean">Over all.</param>
/// <param name="StandardError">Of the mean, from the training level: treating all results as independent gives far less.</param>
/// <param name="Training">s_t^2; likewise s_u^2 and s_e^2.</param>
public sealed record SeedLevels(double Mean, double StandardError, double Training, double Unlearning, double Evaluation)
{
    /// <summary>Shares of the three, which sum to 1; all 0 where nothing varies.</summary>
    public (double Training, double Unlearning, double Evaluation) Shares =>
        Training + Unlearning + Evaluation is > 0 and var all ? (Training / all, Unlearning / all, Evaluation / all) : default;

    /// <param name="results">T x J x K, each two or more.</param>
    /// <exception cref="ArgumentException">A level with one seed, of which nothing can be said.</exception>
    public static SeedLevels Of(double[,,] results)
    {
        var (t, j, k) = (results.GetLength(0), results.GetLength(1), results.GetLength(2));
        if (t < 2 || j < 2 || k < 2)
        {
            throw new ArgumentException($"{t} training, {j} unlearning and {k} evaluation seeds; each level needs two or more.");
        }
        var (ofTraining, ofUnlearning, mean) = (new double[t], new double[t, j], results.Cast<double>().Average());
        double training = 0,
            unlearning = 0,
            evaluation = 0; // sums of squares
        for (var a = 0; a < t; a++)
        {
            for (var b = 0; b < j; b++)
            {
                for (var c = 0; c < k; c++)
                {
                    ofUnlearning[a, b] += results[a, b, c] / k;
                }
                ofTraining[a] += ofUnlearning[a, b] / j;
            }
        }
        for (var a = 0; a < t; a++)
        {
            training += j * k * Square(ofTraining[a] - mean) / (t - 1);
            for (var b = 0; b < j; b++)
            {
                unlearning += k * Square(ofUnlearning[a, b] - ofTraining[a]) / (t * (j - 1));
                for (var c = 0; c < k; c++)
                {
                    evaluation += Square(results[a, b, c] - ofUnlearning[a, b]) / (t * j * (k - 1));
                }
            }
        }
        return new(
            mean,
            Math.Sqrt(training / (t * j * k)),
            Math.Max(0, (training - unlearning) / (j * k)),
            Math.Max(0, (unlearning - evaluation) / k),
            evaluation
        );
    }

    private static double Square(double value) => value * value;
}
