namespace Lethe.Metrics.Ensembles;

/// <summary>
/// How much a network prefers a class: <c>phi(x, y) = z_y - ln sum_{j != y} exp(z_j) = ln(p_y / (1 - p_y))</c>, from logits, in double
/// precision: from probabilities it would stop at about 16 in single precision. KLoM's margin and the confidence of likelihood-ratio
/// attacks (LiRA) are this same number.
/// </summary>
public static class Margin
{
    /// <summary>Beyond this it says no more, as KLoM has it; the logit mask's minus infinity becomes a number so.</summary>
    public const double Limit = 100;

    /// <param name="logits">Of one image; minus infinity is a probability of 0.</param>
    /// <param name="label">y.</param>
    /// <param name="without">A class that is left out of the sum, as if the network did not have it; -1 for none.</param>
    /// <returns>From -100 to 100.</returns>
    /// <exception cref="ArgumentException">A logit is not a number, or the label is the class left out.</exception>
    public static double Of(ReadOnlySpan<float> logits, int label, int without = -1)
    {
        if (label == without)
        {
            throw new ArgumentException($"Class {label} is left out, and its margin is asked for.");
        }
        var most = double.NegativeInfinity;
        for (var j = 0; j < logits.Length; j++)
        {
            most = j == label || j == without ? most : Math.Max(most, logits[j]);
        }
        var sum = 0.0;
        for (var j = 0; j < logits.Length; j++)
        {
            sum += j == label || j == without || double.IsNegativeInfinity(most) ? 0 : Math.Exp(logits[j] - most);
        }
        var margin = (double)logits[label] - most - Math.Log(Math.Max(sum, double.Epsilon));
        return logits[label] == float.NegativeInfinity ? -Limit
            : double.IsNegativeInfinity(most) ? Limit
            : double.IsNaN(margin) ? throw new ArgumentException("A logit is not a number.")
            : Math.Clamp(margin, -Limit, Limit);
    }
}
