namespace Lethe.Embedding;

/// <summary>
/// t-SNE: places points in the plane so that neighbours stay neighbours. Gradient descent with momentum on KL(P || Q), where P holds the
/// affinities of the points (Gaussian, each point with the width that gives it <see cref="Perplexity"/> effective neighbours) and Q those
/// of their places (Student's t).
/// <para>Fewer than 400 points: all pairs, as van der Maaten and Hinton, "Visualizing Data using t-SNE", JMLR 9, 2008. More: affinities to
/// 3 x perplexity neighbours only, and far points' forces by a quadtree, as van der Maaten, "Accelerating t-SNE using Tree-Based
/// Algorithms", JMLR 15, 2014. The places start from the principal components, which keeps the large in place (Kobak and Berens
/// 2019).</para>
/// <para>The same bits for the same seed, whatever the number of threads. Reduce wide points first (<see cref="Pca"/>, 30 to 50
/// dimensions): faster, and mostly noise is lost.</para>
/// </summary>
public sealed record TSne
{
    internal const int AllPairsBelow = 400;

    private const double StartSpread = 1e-4; // the first coordinate's standard deviation
    private const double StartNoise = 1e-6; // lets equal points part
    private const double MinimumGain = 0.01;

    /// <summary>The effective number of neighbours of a point: at least 1, at most (N - 1) / 3.</summary>
    public double Perplexity { get; init; } = 30;

    public int Iterations { get; init; } = 1000;

    /// <summary>What affinities are multiplied by at first, so that clusters find together: at least 1.</summary>
    public double EarlyExaggeration { get; init; } = 12;

    /// <summary>The iterations with exaggeration; their momentum is 0.5, that of the others 0.8.</summary>
    public int ExaggeratedIterations { get; init; } = 250;

    /// <summary>
    /// 0 is <c>max(N / EarlyExaggeration / 4, 50)</c> (Belkina et al. 2019; the 4 because the gradient here has its factor 4).
    /// </summary>
    public double LearningRate { get; init; }

    /// <summary>A quadtree cell counts as one point if it looks smaller than this: 0 (exact, N^2) to 1 (coarse).</summary>
    public double Theta { get; init; } = 0.5;

    /// <summary>Of the noise that starting places get, 1 % of their spread.</summary>
    public int Seed { get; init; }

    /// <summary>The iterations between two reports of progress; the last is always reported.</summary>
    public int ReportEvery { get; init; } = 50;

    /// <summary>-1: all processors.</summary>
    public int MaxDegreeOfParallelism { get; init; } = -1;

    /// <param name="points">N x d, N at least 4.</param>
    /// <exception cref="ArgumentException">Too few points for this perplexity, or a setting out of its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; checked at every iteration.</exception>
    public TSneEmbedding Embed(PointSet points, IProgress<TSneProgress>? progress = null, CancellationToken cancellation = default)
    {
        Check(points.Count);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxDegreeOfParallelism, CancellationToken = cancellation };
        var scaled = points.Scaled(); // t-SNE does not depend on the unit
        var allPairs = points.Count < AllPairsBelow;
        var affinities = Affinities.Of(scaled, allPairs ? points.Count - 1 : (int)(3 * Perplexity), Perplexity, parallel);
        var objective = new KlGradient(affinities, allPairs ? 0 : Theta, parallel);
        var y = Start(scaled);
        var (gradient, velocity, gains) = (new double[y.Length], new double[y.Length], new double[y.Length]);
        Array.Fill(gains, 1);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var early = iteration < ExaggeratedIterations;
            objective.Compute(y, early ? EarlyExaggeration : 1, gradient);
            Step(y, gradient, velocity, gains, early ? 0.5 : 0.8, Rate(points.Count));
            if (progress is not null && (iteration + 1) % ReportEvery == 0 && iteration + 1 < Iterations)
            {
                progress.Report(new(iteration + 1, Iterations, objective.Divergence(y)));
            }
        }
        var divergence = objective.Divergence(y);
        progress?.Report(new(Iterations, Iterations, divergence));
        return new(Centred(y), divergence);
    }

    private double Rate(int count) => LearningRate > 0 ? LearningRate : Math.Max(count / EarlyExaggeration / 4, 50);

    // v <- momentum v - rate gain dC/dy,  y <- y + v. The gain of a coordinate grows while it goes on downhill (delta-bar-delta, Jacobs
    // 1988).
    private static void Step(double[] y, double[] gradient, double[] velocity, double[] gains, double momentum, double rate)
    {
        for (var i = 0; i < y.Length; i++)
        {
            gains[i] = velocity[i] * gradient[i] < 0 ? gains[i] + 0.2 : Math.Max(gains[i] * 0.8, MinimumGain);
            velocity[i] = (momentum * velocity[i]) - (rate * gains[i] * gradient[i]);
            y[i] += velocity[i];
        }
    }

    private double[] Start(PointSet points)
    {
        var pca = Pca.Fit(points, Math.Min(2, points.Dimensions), MaxDegreeOfParallelism);
        var places = pca.Project(points);
        var scale = pca.Variances[0] > 0 ? StartSpread / Math.Sqrt(pca.Variances[0]) : 0;
        var random = RandomStream.For(Seed, nameof(TSne));
        var y = new double[2 * points.Count];
        for (var i = 0; i < points.Count; i++)
        {
            // Two normal numbers (Box and Muller 1958).
            var (radius, angle) = (StartNoise * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), Math.Tau * random.NextDouble());
            y[2 * i] = (places[i, 0] * scale) + (radius * Math.Cos(angle));
            y[(2 * i) + 1] = (places.Dimensions > 1 ? places[i, 1] * scale : 0) + (radius * Math.Sin(angle));
        }
        return y;
    }

    private static PointSet Centred(double[] y)
    {
        var (x, sum, count) = (0.0, 0.0, y.Length / 2);
        for (var i = 0; i < y.Length; i += 2)
        {
            (x, sum) = (x + y[i], sum + y[i + 1]);
        }
        var centred = new float[y.Length];
        for (var i = 0; i < y.Length; i += 2)
        {
            (centred[i], centred[i + 1]) = ((float)(y[i] - (x / count)), (float)(y[i + 1] - (sum / count)));
        }
        return new(centred, count, 2);
    }

    private void Check(int count)
    {
        Require(count >= 4, $"t-SNE needs at least 4 points, not {count}.");
        Require(Perplexity >= 1, $"A perplexity is a number of neighbours, at least 1, not {Perplexity}.");
        Require(
            3 * Perplexity <= count - 1,
            $"A perplexity of {Perplexity} needs more than {3 * Perplexity} points (three times as many), not {count}: set "
                + $"Perplexity to {Math.Floor(10 * (count - 1) / 3.0) / 10} or less."
        );
        Require(Iterations >= 1, $"Iterations is at least 1, not {Iterations}.");
        Require(
            EarlyExaggeration >= 1 && double.IsFinite(EarlyExaggeration),
            $"EarlyExaggeration is a factor of at least 1, not {EarlyExaggeration}."
        );
        Require(ExaggeratedIterations >= 0, $"ExaggeratedIterations is at least 0, not {ExaggeratedIterations}.");
        Require(
            LearningRate >= 0 && double.IsFinite(LearningRate),
            $"LearningRate is above 0, or 0 for the automatic one, not {LearningRate}."
        );
        Require(Theta is >= 0 and <= 1, $"Theta is between 0 and 1, not {Theta}.");
        Require(ReportEvery >= 1, $"ReportEvery is at least 1, not {ReportEvery}.");

        static void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new ArgumentException(otherwise);
            }
        }
    }
}
