namespace Lethe.Metrics;

/// <summary>
/// Expected calibration error: do 80 % of the verdicts given with 80 % confidence hold? <c>ECE = sum_b n_b / n |accuracy_b -
/// confidence_b|</c> over bins of equal width of the confidence <c>max(p, 1 - p)</c>, each without its lower end and with its upper one.
/// <para>Needs: labels (true is fake) and probabilities of fake. Direction: lower is better, 0 is a calibrated detector.</para>
/// <para> It has no interval. Chance alone moves the bins apart, and every term counts what it moved: of samples drawn again ECE is larger
/// than of the samples themselves, by more than its spread where there are few, so that a bootstrap's interval can lie beside the number it
/// belongs to. For the same reason ECE is too large itself, the more so the fewer the samples. </para>
/// <para>Source: Guo et al., ICML 2017, and their code (gpleiss/temperature_scaling); 20 bins as in ADD (AAAI 2022).</para>
/// </summary>
public static class CalibrationError
{
    public const int Bins = 20;

    /// <returns>0 to 1; NaN for no samples.</returns>
    /// <exception cref="ArgumentException">Unequal lengths, or a probability outside 0 to 1.</exception>
    public static double Of(ReadOnlySpan<bool> isFake, ReadOnlySpan<double> probabilities)
    {
        if (isFake.Length != probabilities.Length)
        {
            throw new ArgumentException($"There are {isFake.Length} labels and {probabilities.Length} probabilities.");
        }
        var (right, confidence) = (new double[Bins], new double[Bins]);
        for (var i = 0; i < isFake.Length; i++)
        {
            var p = probabilities[i] is >= 0 and <= 1 and var given
                ? given
                : throw new ArgumentException($"Probability {i} is {probabilities[i]}.");
            var sure = Math.Max(p, 1 - p);
            var bin = Bin(sure);
            right[bin] += p >= 0.5 == isFake[i] ? 1 : 0;
            confidence[bin] += sure;
        }
        return right.Zip(confidence, static (r, c) => Math.Abs(r - c)).Sum() / isFake.Length;
    }

    /// <summary>The bin (lo, hi] of a confidence of one half to 1.</summary>
    internal static int Bin(double confidence)
    {
        var bin = (int)(confidence * Bins);
        return confidence <= (double)bin / Bins ? bin - 1 : bin;
    }
}
