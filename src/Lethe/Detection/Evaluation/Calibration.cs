namespace Lethe.Detection.Evaluation;

/// <summary>
/// Makes what a detector says as sure as it is right: <c>p = sigma(slope (z_fake - z_real) + offset)</c>, fitted on validation. Without an
/// offset it is temperature scaling (Guo et al., ICML 2017), <c>slope = 1/T</c>; with one Platt's (1999). Neither changes an order, and
/// without an offset no verdict.
/// </summary>
public sealed record Calibration(double Slope, double Offset)
{
    private const int Iterations = 100;

    // Where both classes are told apart without an error, every slope has a better one; so it stops here.
    private const double SteepestSlope = 1e3;

    public static Calibration None { get; } = new(1, 0);

    public double Temperature => 1 / Slope;

    public double Apply(double margin) => (Slope * margin) + Offset;

    /// <summary>The temperature that makes the labels likeliest, over all qualities.</summary>
    public static Calibration FitTemperature(DetectorScores validation) => Fit(validation, withOffset: false, balanced: false);

    /// <summary>Slope and offset likewise.</summary>
    /// <param name="balanced">Count real and fake frames alike, however many there are of each: probabilities then hold where every second
    /// face is forged.</param>
    public static Calibration FitPlatt(DetectorScores validation, bool balanced = false) => Fit(validation, withOffset: true, balanced);

    // Minimises the mean of ln(1 + e^-(±(slope x + offset))) by Newton's method, the step halved until it falls.
    private static Calibration Fit(DetectorScores scores, bool withOffset, bool balanced)
    {
        var (x, y) = (scores.AllMargins(), scores.AllFakes());
        var fakes = (double)y.Count(static isFake => isFake);
        if (fakes == 0 || fakes == y.Length)
        {
            throw new ArgumentException("Calibration needs real and fake frames.");
        }
        var weight = Array.ConvertAll(y, isFake => balanced ? y.Length / (2 * (isFake ? fakes : y.Length - fakes)) : 1);
        var (now, loss) = (None, Loss(None, x, y, weight));
        for (var i = 0; i < Iterations; i++)
        {
            var (ds, db) = Newton(now, x, y, weight, withOffset);
            var (length, next, reached) = (1.0, now, loss);
            do
            {
                next = new(Math.Clamp(now.Slope - (length * ds), 1 / SteepestSlope, SteepestSlope), now.Offset - (length * db));
                reached = Loss(next, x, y, weight);
                length /= 2;
            } while (reached > loss && length > 1e-9);
            if (reached >= loss)
            {
                break;
            }
            (now, loss) = (next, reached);
        }
        return now;
    }

    private static (double Slope, double Offset) Newton(Calibration now, double[] x, bool[] y, double[] weight, bool withOffset)
    {
        var (gs, gb, hss, hsb, hbb) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for (var i = 0; i < x.Length; i++)
        {
            var p = DetectorScores.Probability(now.Apply(x[i]));
            var (g, h) = (weight[i] * (p - (y[i] ? 1 : 0)), weight[i] * p * (1 - p));
            (gs, gb, hss, hsb, hbb) = (gs + (g * x[i]), gb + g, hss + (h * x[i] * x[i]), hsb + (h * x[i]), hbb + h);
        }
        var determinant = (hss * hbb) - (hsb * hsb);
        return withOffset ? (((hbb * gs) - (hsb * gb)) / determinant, ((hss * gb) - (hsb * gs)) / determinant) : (gs / hss, 0);
    }

    private static double Loss(Calibration calibration, double[] x, bool[] y, double[] weight)
    {
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var z = y[i] ? -calibration.Apply(x[i]) : calibration.Apply(x[i]);
            sum += weight[i] * (z > 30 ? z : Math.Log(1 + Math.Exp(z)));
        }
        return sum / x.Length;
    }
}
