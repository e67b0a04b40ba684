using Lethe.Data;
using Lethe.Models;

namespace Lethe.Metrics;

/// <summary>
/// <c>ACC = 100 / N sum_i [argmax M(x_i) = y_i]</c>, in percent (LAU, "Metrics"). On D_r and D_tr higher is better, on D_f and D_tf lower.
/// </summary>
public static class Accuracy
{
    /// <returns>Percent; NaN for no images.</returns>
    public static double Of(Classifier model, ImageSubset images, Precision precision = Precision.Float32)
    {
        if (images.Count == 0)
        {
            return double.NaN;
        }
        using var scope = NewDisposeScope();
        return Of(Prediction.Logits(model, images, precision), images.Labels());
    }

    /// <param name="logits">N x classes.</param>
    /// <param name="labels">int64, N.</param>
    public static double Of(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        return 100.0 * logits.argmax(1).eq(labels).sum().item<long>() / labels.shape[0];
    }
}
