using Lethe.Data;
using Lethe.Models;

namespace Lethe.Unlearning;

/// <summary>
/// Gradients over many batches, added up weight by weight. How they are added is no detail: signed ones cancel, and the square of a batch's
/// mean is not the mean of squares. A batch size of 1 gives the sums over samples.
/// </summary>
internal enum GradientSum
{
    Signed,
    Absolute,
    Squares,
}

/// <summary>The sums of each <see cref="GradientSum"/>.</summary>
internal static class GradientSums
{
    /// <summary><c>sum_batches sum_l w_l h(dl / d theta)</c>, h the identity, the absolute value or the square.</summary>
    /// <param name="model">In the mode that it is to be looked at in.</param>
    /// <param name="termsOf">Logits N x C and labels, int64, N, to losses and their weights.</param>
    /// <returns>One tensor a parameter, in the caller's scope.</returns>
    public static Tensor[] Of(
        this GradientSum kind,
        Classifier model,
        ImageSubset images,
        int batchSize,
        Precision precision,
        Func<Tensor, Tensor, IEnumerable<(Tensor Loss, double Weight)>> termsOf,
        CancellationToken cancellation = default
    )
    {
        using var scope = NewDisposeScope();
        var parameters = model.parameters().ToArray();
        var sums = parameters.Select(static p => zeros_like(p)).ToArray();
        foreach (var rows in images.Batches(batchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            var (seen, labels) = images.Read(rows, precision.Type());
            foreach (var (loss, weight) in termsOf(model.forward(seen), labels))
            {
                using var term = NewDisposeScope();
                foreach (var (sum, gradient) in sums.Zip(autograd.grad([loss], parameters, retain_graph: true)))
                {
                    Add(kind, sum, gradient, weight);
                }
            }
        }
        return [.. sums.Select(static sum => sum.MoveToOuterDisposeScope())];
    }

    private static void Add(GradientSum kind, Tensor sum, Tensor gradient, double weight) =>
        _ = kind switch
        {
            GradientSum.Squares => sum.addcmul_(gradient, gradient, value: weight),
            GradientSum.Absolute => sum.add_(gradient.abs(), alpha: weight),
            _ => sum.add_(gradient, alpha: weight),
        };
}
