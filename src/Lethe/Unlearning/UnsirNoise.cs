using Lethe.Data;
using TorchSharp.Modules;

namespace Lethe.Unlearning;

/// <summary>The noise of <see cref="Unsir"/>: images that the network is as far as it can be from calling the forgotten class.</summary>
internal static class UnsirNoise
{
    /// <summary><c>-CE(M(noise), c_f) + 0.1 mean_i sum noise_i^2</c></summary>
    /// <param name="labels">c_f of each; int64, N.</param>
    public static Tensor Loss(Tensor logits, Tensor noise, Tensor labels) =>
        nn.functional.cross_entropy(logits, labels).neg() + (0.1 * noise.flatten(1).square().sum(1).mean());

    /// <summary>c_f of each image of noise: one forgotten class after the other; int64, N.</summary>
    public static Tensor Labels(UnlearningTask task, long[] rows) =>
        tensor(
            [.. rows.Select(row => (long)task.ForgetClasses[(int)(row % task.ForgetClasses.Count)])],
            device: task.Model.Head.weight!.device
        );

    /// <param name="like">Images of the size that the noise is to have.</param>
    /// <param name="count">Images of noise.</param>
    /// <param name="rate">Of Adam on the pixels.</param>
    /// <returns>N x C x H x W, float32, channels-last.</returns>
    public static Tensor Learned(UnlearningTask task, ImageSubset like, int count, int steps, double rate)
    {
        using var scope = NewDisposeScope();
        var model = task.Model;
        model.eval();
        using var generator = RandomStream.For(task.Seed, "unsir").Torch();
        var (image, _) = like.Read([0]);
        long[] shape = [count, image.shape[2], image.shape[3], image.shape[1]];
        var noise = new Parameter(randn(shape, generator: generator).to(image.device));
        using var optimizer = optim.Adam([noise], rate);
        var labels = Labels(task, [.. Enumerable.Range(0, count)]);
        for (var i = 0; i < steps; i++)
        {
            using var step = NewDisposeScope();
            task.Cancellation.ThrowIfCancellationRequested();
            var logits = model.forward(noise.permute(0, 3, 1, 2).to(task.Precision.Type()));
            optimizer.zero_grad();
            Loss(logits, noise, labels).backward();
            optimizer.step();
        }
        model.zero_grad();
        return noise.detach().clone().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
