using System.ComponentModel.DataAnnotations;
using Lethe.Models;

namespace Lethe.Unlearning;

/// <summary>
/// Prune first, then unlearn (Jia et al., NeurIPS 2023): the smallest weights of the network become zero and stay it while Fine-tune on D_r
/// goes on with the others. What is gone remembers nothing, and a sparse network is nearer to Retrain.
/// </summary>
/// <remarks>
/// As in the authors' code (OPTML-Group/Unlearn-Sparse) weights are ranked by size over all layers together, once, and 95 % of them go;
/// their <c>FT_prune</c> prunes nothing, and is <see cref="L1Sparse"/>. Theirs is done before the request, with all the data: it takes the
/// other weights back to an early epoch and trains the sparse network anew, on D_f too, and then unlearns it. That costs a training, and
/// makes another original than the other methods'. Here the original is pruned as it is, and Fine-tune both repairs and forgets. They prune
/// convolutions alone; here also the matrices of a ViT, which has one convolution. Head, biases and normalisation stay.
/// </remarks>
public sealed record PruneThenUnlearn : IUnlearningMethod
{
    public string Name => "prune-then-unlearn";

    public string Title => "Prune, then unlearn";

    public bool IsInPaper => false;

    public bool IsRival => true;

    public DataAccess Reads => DataAccess.Retain;

    public FineTune Training { get; init; } = new() { Epochs = 10 };

    /// <summary>The share of weights that become zero.</summary>
    [Range(0.0, 1.0)]
    public double Sparsity { get; init; } = 0.95;

    public SearchSpace Space =>
        SearchSpace
            .None.OneOf("sparsity", [0.5, 0.8, 0.9, 0.95], static (PruneThenUnlearn one, double value) => one with { Sparsity = value })
            .Log(
                "learningRate",
                1e-3,
                1e-1,
                static (PruneThenUnlearn one, double value) => one.With(one.Training with { LearningRate = value })
            )
            .OneOf("epochs", [5, 10], static (PruneThenUnlearn one, int value) => one.With(one.Training with { Epochs = value }));

    public double Units(int forget, int retain) => Training.Units(forget, retain);

    // Eight batches of 256, which are Fine-tune's at quick, do not repair a pruned network.
    public IUnlearningMethod For(Profile profile) =>
        With(profile.IsTiny ? Training.Within(profile) with { BatchSize = 64, Epochs = 3 } : Training.Within(profile));

    public void Unlearn(UnlearningTask task)
    {
        using var kept = task.Clock.Measure("pruning", () => Pruned(task.Model));
        // A zero that gets no gradient stays one: it has no momentum, and decays to zero.
        Training.Train(task, penalty: _ => kept.OnGradients(task.Model));
    }

    /// <summary>Sets the smallest to zero.</summary>
    /// <returns>The weights that are kept.</returns>
    internal ParameterMask Pruned(Classifier model)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var scores = model.parameters().Select(p => IsPruned(p) ? p.abs() : full_like(p, double.PositiveInfinity)).ToList();
        var gone = (long)Math.Floor(Sparsity * model.parameters().Where(IsPruned).Sum(static p => p.numel()));
        var kept = ParameterMask.Highest(model, scores, model.ParameterCount - gone);
        foreach (var (parameter, chosen) in model.parameters().Zip(kept.Chosen))
        {
            parameter.mul_(chosen);
        }
        return kept;

        // Kernels and matrices.
        bool IsPruned(Tensor p) => p.dim() is 2 or 4 && !ReferenceEquals(p, model.Head.weight);
    }

    private PruneThenUnlearn With(FineTune training) => this with { Training = training };
}
