using TorchSharp;
using TorchSharp.Modules;

namespace Lethe.Unlearning.Runs;

/// <summary>
/// The plane of a feature space that a linear head tells the classes apart in best, and that head: a network one can look into.
/// </summary>
internal sealed class FeaturePlane : IDisposable
{
    private const int Steps = 600,
        BatchSize = 256;
    private const double LearningRate = 0.02;

    private readonly Tensor mean; // d
    private readonly Linear squeeze; // d -> 2
    private readonly double scale;

    /// <summary>Minimises the cross-entropy of <c>W2 W1 (f - mean) + b</c> over both matrices.</summary>
    /// <param name="features">N x d, float32.</param>
    /// <param name="labels">int64, N.</param>
    public FeaturePlane(Tensor features, Tensor labels, int classes, int seed)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        manual_seed(seed);
        mean = features.mean([0L]).DetachFromDisposeScope();
        squeeze = nn.Linear(features.shape[1], 2, hasBias: false);
        Head = nn.Linear(2, classes);
        squeeze.to(features.device);
        Head.to(features.device);
        var random = RandomStream.For(seed, "plane");
        using var optimizer = optim.Adam([.. squeeze.parameters(), .. Head.parameters()], LearningRate);
        var order = random.Permutation((int)features.shape[0]);
        for (var (step, start) = (0, 0); step < Steps; step++, start += BatchSize)
        {
            using var inner = NewDisposeScope();
            if (start >= order.Length)
            {
                (order, start) = (random.Permutation((int)features.shape[0]), 0);
            }
            var rows = tensor(order[start..Math.Min(start + BatchSize, order.Length)], device: features.device);
            optimizer.zero_grad();
            nn.functional.cross_entropy(Head.forward(squeeze.forward(features.index_select(0, rows) - mean)), labels.index_select(0, rows))
                .backward();
            optimizer.step();
        }
        using var noGrad = no_grad();
        // Unit spread, so that LAU's step means here what it means in a network's features; the head undoes it.
        scale = 1 / squeeze.forward(features - mean).std().item<float>();
        Head.weight!.div_(scale);
    }

    /// <summary>C x 2 weights and C biases.</summary>
    public Linear Head { get; }

    /// <returns>N x 2.</returns>
    public Tensor Project(Tensor features)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return (squeeze.forward(features - mean) * scale).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        mean.Dispose();
        squeeze.Dispose();
        Head.Dispose();
    }
}
