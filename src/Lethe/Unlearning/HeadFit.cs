using Lethe.Data;
using TorchSharp.Modules;

namespace Lethe.Unlearning;

/// <summary>A head fitted by cross-entropy to features that were computed once: what a training of the last layer alone comes to, without
/// augmentation.</summary>
internal static class HeadFit
{
    /// <summary>Begins with fresh weights, and takes Adam's steps.</summary>
    /// <param name="head">Is changed in place.</param>
    /// <param name="features">N x d, float32, of all images in the order of the subset.</param>
    /// <param name="random">Gives the weights their seed, and the batches their order.</param>
    public static void Fit(
        Linear head,
        Tensor features,
        ImageSubset images,
        (int Epochs, int BatchSize, double LearningRate) recipe,
        RandomStream random,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        var labels = images.Labels();
        manual_seed((long)(random.Next() >> 1));
        using (no_grad())
        {
            using var fresh = nn.Linear(head.weight!.shape[1], head.weight.shape[0]);
            head.weight.copy_(fresh.weight!);
            head.bias!.copy_(fresh.bias!);
        }
        using var optimizer = optim.Adam(head.parameters(), recipe.LearningRate);
        for (var epoch = 0; epoch < recipe.Epochs; epoch++)
        {
            foreach (var rows in images.Batches(recipe.BatchSize, random))
            {
                using var step = NewDisposeScope();
                cancellation.ThrowIfCancellationRequested();
                var chosen = tensor(rows, device: features.device);
                // L = CE(W f + b, y)
                var loss = nn.functional.cross_entropy(head.forward(features.index_select(0, chosen)), labels.index_select(0, chosen));
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
            }
        }
        optimizer.zero_grad();
    }
}
