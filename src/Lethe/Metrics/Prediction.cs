using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Metrics;

/// <summary>What a network says of images, in evaluation mode and without gradients.</summary>
public static class Prediction
{
    /// <summary>Images a pass; the same for every forward of the kit, so that times compare.</summary>
    public const int BatchSize = 500;

    /// <returns>Logits, N x classes, float32, in the order of the subset.</returns>
    public static Tensor Logits(Classifier model, ImageSubset images, Precision precision = Precision.Float32) =>
        Collect(model, images, precision, model.forward);

    /// <returns>Features, N x d, float32: what the head is given.</returns>
    public static Tensor Features(Classifier model, ImageSubset images, Precision precision = Precision.Float32) =>
        Collect(model, images, precision, model.Features);

    private static Tensor Collect(Classifier model, ImageSubset images, Precision precision, Func<Tensor, Tensor> read)
    {
        var training = model.training;
        model.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        foreach (var rows in images.Batches(BatchSize))
        {
            using var step = NewDisposeScope();
            parts.Add(read(images.Read(rows, precision.Type()).Images).MoveToOuterDisposeScope());
        }
        model.train(training);
        return cat(parts).MoveToOuterDisposeScope();
    }
}
