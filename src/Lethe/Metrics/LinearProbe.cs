using Lethe.Data;
using Lethe.Models;

namespace Lethe.Metrics;

/// <summary>
/// Linear-probe forget accuracy: is the forgotten class still in the features? The extractor is frozen, a new linear head is fitted to the
/// features of ALL training images (D_r and D_f), and its accuracy on D_tf is read.
/// <para>The head is the ridge regression of one-hot labels, in closed form: no learning rate, no seed.</para>
/// <para>Needs: features of D_r, D_f and of the test images. Direction: close to Retrain's probe (which is not 0: other classes' features
/// tell this one apart too). A head-only method such as LAU or the logit mask has exactly the original's value.</para>
/// <para>Source: after DAMP (arXiv 2604.15166) and RULER (2605.27569); the criticism of head-only unlearning is IDI's (arXiv
/// 2405.17878).</para>
/// </summary>
public sealed class LinearProbe : IDisposable
{
    private const int Chunk = 4096;

    private readonly Tensor weight; // d x classes
    private readonly Tensor bias; // classes

    private LinearProbe(Tensor weight, Tensor bias) =>
        (this.weight, this.bias) = (weight.DetachFromDisposeScope(), bias.DetachFromDisposeScope());

    /// <param name="features">N x d, float32.</param>
    /// <param name="labels">int64, N, in 0..classes-1.</param>
    /// <param name="ridge">Relative to the mean variance of a feature.</param>
    /// <exception cref="ArgumentException">A feature is not finite.</exception>
    public static LinearProbe Fit(Tensor features, Tensor labels, int classes, double ridge = 1e-3)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (count, width) = (features.shape[0], features.shape[1]);
        var mean = features.mean([0L]);
        var targets = nn.functional.one_hot(labels.to(features.device), classes).to(ScalarType.Float32);
        var shares = targets.mean([0L]);
        // A = (X - mean)' (X - mean) / n,  B = (X - mean)' (Y - shares) / n; products in float32 by chunks, sums in float64.
        var a = zeros(width, width, ScalarType.Float64, device: features.device);
        var b = zeros(width, classes, ScalarType.Float64, device: features.device);
        for (var start = 0L; start < count; start += Chunk)
        {
            using var step = NewDisposeScope();
            var x = features.narrow(0, start, Math.Min(Chunk, count - start)) - mean;
            var y = targets.narrow(0, start, Math.Min(Chunk, count - start)) - shares;
            a.add_(x.t().mm(x).to(ScalarType.Float64) / count);
            b.add_(x.t().mm(y).to(ScalarType.Float64) / count);
        }
        // W = (A + ridge tr(A)/d I)^-1 B
        var level = (ridge * a.trace().item<double>() / width) + 1e-12;
        if (!double.IsFinite(level))
        {
            throw new ArgumentException("A feature is not finite: there is no probe of it.", nameof(features));
        }
        var w = linalg.solve(a + (eye(width, dtype: ScalarType.Float64, device: features.device) * level), b).to(ScalarType.Float32);
        return new(w, shares - mean.matmul(w));
    }

    /// <returns>Percent; NaN for no images.</returns>
    public double Accuracy(Tensor features, Tensor labels)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return Metrics.Accuracy.Of(features.mm(weight) + bias, labels.to(features.device));
    }

    /// <summary>The probe's accuracies on D_tf and D_tr, in percent.</summary>
    public static (double ForgetTest, double RetainTest) Of(Classifier model, ForgetSplit split, Precision precision = Precision.Float32)
    {
        using var scope = NewDisposeScope();
        var train = cat([
            Prediction.Features(model, split.RetainTrain, precision),
            Prediction.Features(model, split.ForgetTrain, precision),
        ]);
        using var probe = Fit(train, cat([split.RetainTrain.Labels(), split.ForgetTrain.Labels()]), model.Spec.Classes);
        return (
            probe.Accuracy(Prediction.Features(model, split.ForgetTest, precision), split.ForgetTest.Labels()),
            probe.Accuracy(Prediction.Features(model, split.RetainTest, precision), split.RetainTest.Labels())
        );
    }

    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}
