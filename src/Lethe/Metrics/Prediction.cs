using Lethe.Data;
using Lethe.Models;

namespace Lethe.Metrics;

/// <summary>What a network says of images, in evaluation mode and without gradients.</summary>
public static class Prediction
{
    /// <summary>Images a pass; the same for every forward of the kit, so that times compare.</summary>
    public const int BatchSize = 500;

    /// <returns>Logits, N x classes, float32, in the order of the subset.</returns>
    public static Tensor Logits(Classifier model, ImageSubset images, Precision precision = Precision.Float32) =>
        Collect(model, images, precision, model.Spec.Classes, model.forward);

    /// <returns>Features, N x d, float32: what the head is given.</returns>
    public static Tensor Features(Classifier model, ImageSubset images, Precision precision = Precision.Float32) =>
        Collect(model, images, precision, model.FeatureSize, model.Features);

    /// <summary>Both from one pass over the images.</summary>
    /// <returns>Features N x d and logits N x classes, float32; the logits are those of <see cref="Logits"/>, bit for bit.</returns>
    public static (Tensor Features, Tensor Logits) FeaturesAndLogits(
        Classifier model,
        ImageSubset images,
        Precision precision = Precision.Float32
    )
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var features = Features(model, images, precision);
        // The head in the same batches as in forward: a matrix product's rounding depends on its size.
        var logits = features.shape[0] == 0 ? zeros(0, model.Spec.Classes) : cat([.. features.split(BatchSize).Select(model.Head.forward)]);
        return (features.MoveToOuterDisposeScope(), logits.MoveToOuterDisposeScope());
    }

    private static Tensor Collect(Classifier model, ImageSubset images, Precision precision, long width, Func<Tensor, Tensor> read)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var training = model.training;
        model.eval();
        try
        {
            var parts = new List<Tensor>();
            foreach (var rows in images.Batches(BatchSize))
            {
                using var step = NewDisposeScope();
                parts.Add(read(images.Read(rows, precision.Type()).Images).MoveToOuterDisposeScope());
            }
            var all = parts.Count > 0 ? cat(parts) : zeros(0, width, device: images.Source.Device);
            return all.MoveToOuterDisposeScope();
        }
        finally
        {
            model.train(training);
        }
    }
}
