namespace Lethe.Training;

/// <summary>One rise and one fall of the learning rate, both half cosines (Smith and Topin 2018), in the steps of PyTorch's
/// <c>OneCycleLR</c>.</summary>
/// <param name="Rise">Share of the steps until the largest rate: 0.05 in ADD's training script, PyTorch's default is 0.3.</param>
/// <param name="Start">The first rate is the largest over this.</param>
/// <param name="End">The last rate is the first over this.</param>
/// <param name="CyclesBeta">Whether Adam's <c>beta1</c> goes against it, from 0.95 to 0.85 and back.</param>
public sealed record OneCycle(double Rise = 0.05, double Start = 25, double End = 1e4, bool CyclesBeta = true)
{
    /// <summary>The rate of a step, from 0, as a share of the largest.</summary>
    public double Rate(long step, long steps) => Between(step, steps, 1 / Start, 1, 1 / Start / End);

    /// <summary>Adam's <c>beta1</c> in a step.</summary>
    public double Beta(long step, long steps) => Between(step, steps, 0.95, 0.85, 0.95);

    private double Between(long step, long steps, double first, double top, double last)
    {
        var (peak, end) = ((Rise * steps) - 1, steps - 1.0);
        // A run too short to rise starts at the top.
        return step <= peak
            ? Cosine(first, top, peak > 0 ? step / peak : 1)
            : Cosine(top, last, end > Math.Max(0, peak) ? (step - Math.Max(0, peak)) / (end - Math.Max(0, peak)) : 0);
    }

    // Half a cosine from one value (t = 0) to another (t = 1).
    private static double Cosine(double from, double to, double t) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * t)));
}
