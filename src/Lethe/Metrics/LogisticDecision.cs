namespace Lethe.Metrics;

/// <summary>
/// Logistic regression on one number that is expected to be larger for members, both sides weighing one half whatever their sizes, solved
/// by Newton's method. Where the numbers say the opposite or nothing, the boundary is the middle of the two means: the limit of a slope
/// that falls to 0, and no coin toss about the direction. The same numbers in any order give the same decision; nothing is drawn.
/// </summary>
internal sealed class LogisticDecision
{
    private const double Ridge = 1e-4; // keeps the slope finite where the two sides do not overlap
    private const int Iterations = 50;

    private readonly double mean,
        spread;
    private double slope = 1,
        offset;

    /// <exception cref="ArgumentException">One side is empty.</exception>
    public LogisticDecision(double[] members, double[] others)
    {
        if (members.Length == 0 || others.Length == 0)
        {
            throw new ArgumentException("Members and non-members are both needed.");
        }
        // Standardised: x = (s - mean) / spread.
        mean = (members.Average() + others.Average()) / 2;
        spread = Math.Sqrt((members.Average(s => (s - mean) * (s - mean)) + others.Average(s => (s - mean) * (s - mean))) / 2);
        if (spread == 0)
        {
            spread = 1;
        }
        else
        {
            Fit(Array.ConvertAll(members, s => (s - mean) / spread), Array.ConvertAll(others, s => (s - mean) / spread));
            if (slope <= 1e-9)
            {
                (slope, offset) = (1, 0);
            }
        }
    }

    /// <summary>Percent of the numbers judged to be of the second side. A number on the boundary counts half.</summary>
    public double PercentOther(double[] scores) =>
        100
        * scores.Average(score =>
        {
            var odds = (slope * (score - mean) / spread) + offset;
            return Math.Abs(odds) < 1e-9 ? 0.5
                : odds < 0 ? 1.0
                : 0.0;
        });

    // Minimises f(w, b) = 1/2 mean_members ln(1 + e^-(wx+b)) + 1/2 mean_others ln(1 + e^(wx+b)) + ridge/2 w^2.
    private void Fit(double[] members, double[] others)
    {
        (slope, offset) = (0, 0);
        var loss = Loss(slope, offset);
        for (var i = 0; i < Iterations; i++)
        {
            double gw = Ridge * slope,
                gb = 0,
                hww = Ridge,
                hwb = 0,
                hbb = 1e-12;
            Add(members, 1);
            Add(others, 0);
            var determinant = (hww * hbb) - (hwb * hwb);
            var (dw, db) = (((hbb * gw) - (hwb * gb)) / determinant, ((hww * gb) - (hwb * gw)) / determinant);
            // Newton's step, halved until the loss falls.
            var length = 1.0;
            while (length > 1e-6 && Loss(slope - (length * dw), offset - (length * db)) > loss)
            {
                length /= 2;
            }
            if (length <= 1e-6 || Math.Abs(dw) + Math.Abs(db) < 1e-12)
            {
                return;
            }
            (slope, offset) = (slope - (length * dw), offset - (length * db));
            loss = Loss(slope, offset);

            void Add(double[] side, double target)
            {
                var share = 0.5 / side.Length;
                foreach (var x in side)
                {
                    var p = 1 / (1 + Math.Exp(-((slope * x) + offset)));
                    var (g, h) = (share * (p - target), share * p * (1 - p));
                    (gw, gb, hww, hwb, hbb) = (gw + (g * x), gb + g, hww + (h * x * x), hwb + (h * x), hbb + h);
                }
            }
        }

        double Loss(double w, double b) =>
            (0.5 * members.Average(x => Softplus(-((w * x) + b))))
            + (0.5 * others.Average(x => Softplus((w * x) + b)))
            + (Ridge / 2 * w * w);

        static double Softplus(double z) => z > 30 ? z : Math.Log(1 + Math.Exp(z));
    }
}
