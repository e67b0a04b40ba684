namespace Lethe.Detection;

/// <summary>
/// The terms of QAD's theorem that can be computed, for one compressed quality: with probability 1 - delta
/// <c>E[err(x_c)] &lt;= 2 E L(f(x_c), y) + 8/T E ||f(x_r) - f(x_c)|| + 4 R + 16/n + O(sqrt(log(2/delta) / 2n))</c>, where <c>L(z, y) = 1 -
/// softmax(z / T)_y</c>. R, the Rademacher complexity, is not computed. The bound is above 1 for most networks, and then says nothing but
/// which terms to make small.
/// </summary>
/// <param name="Error">Share of the compressed images that are called wrong.</param>
/// <param name="Classification"><c>2 mean L(f(x_c), y)</c>.</param>
/// <param name="Collaboration"><c>8/T mean ||f(x_r) - f(x_c)||</c>.</param>
/// <param name="Sample"><c>16/n</c>.</param>
/// <param name="Confidence"><c>sqrt(ln(2/delta) / 2n)</c>, whose factor the theorem leaves open.</param>
public sealed record QualityBound(double Error, double Classification, double Collaboration, double Sample, double Confidence)
{
    private const double Delta = 0.05;

    public double Known => Classification + Collaboration + Sample + Confidence;

    /// <param name="raw"><c>f(x_r)</c>, n x 2 logits.</param>
    /// <param name="compressed"><c>f(x_c)</c> of the same instances.</param>
    /// <param name="labels">int64, n.</param>
    /// <param name="temperature">T.</param>
    /// <param name="delta">The theorem may fail with this probability.</param>
    public static QualityBound Of(Tensor raw, Tensor compressed, Tensor labels, double temperature = 1, double delta = Delta)
    {
        using var scope = NewDisposeScope();
        var n = labels.shape[0];
        var (r, c) = (raw.detach().to(ScalarType.Float64), compressed.detach().to(ScalarType.Float64));
        return new(
            c.argmax(1).ne(labels).to(ScalarType.Float64).mean().item<double>(),
            2 * Loss(c, labels, temperature).mean().item<double>(),
            8 / temperature * (r - c).norm(1).mean().item<double>(),
            SampleTerm(n),
            ConfidenceTerm(n, delta)
        );
    }

    internal static double SampleTerm(long n) => 16.0 / n;

    internal static double ConfidenceTerm(long n, double delta = Delta) => Math.Sqrt(Math.Log(2 / delta) / (2 * n));

    /// <summary><c>L(z, y) = 1 - softmax(z / T)_y</c> of each instance.</summary>
    public static Tensor Loss(Tensor logits, Tensor labels, double temperature) =>
        1 - (logits / temperature).softmax(1).gather(1, labels.unsqueeze(1)).squeeze(1);
}
