using System.Diagnostics;
using Lethe.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Erasing;

/// <summary>
/// Trains network and text tower together on <c>|| e(z_t, t, c) - noise ||^2</c> (Ho, Jain and Abbeel, NeurIPS 2020), times and phrasings drawn at random. The running mean of
/// the weights is the result.
/// </summary>
public sealed class DiffusionTrainer(DiffusionRecipe recipe, int seed)
{
    /// <summary>Is told of every step.</summary>
    public IProgress<ErasingProgress>? Progress { get; init; }

    /// <param name="model">Is trained, and afterwards is the running mean.</param>
    /// <param name="images">N x 1 x H x W in -1 to 1.</param>
    /// <param name="labels">N classes of <see cref="FashionPrompts"/>.</param>
    /// <returns>The loss of each step.</returns>
    /// <exception cref="LetheException">A loss or a gradient that is no number (<see cref="ExitCode.NotFinite"/>).</exception>
    public IReadOnlyList<double> Train(DiffusionModel model, Tensor images, IReadOnlyList<int> labels, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        Tensor latents;
        using (no_grad())
        {
            latents = model.Codec.Encode(images); // once: the codec is not trained
        }
        Parameter[] weights = [.. model.UNet.parameters(), .. model.Text.parameters()];
        var mean = weights.Select(static weight => weight.detach().clone()).ToArray();
        using var optimizer = optim.AdamW(weights, recipe.LearningRate, weight_decay: recipe.WeightDecay);
        model.UNet.train();
        model.Text.train();
        var (losses, clock) = (new List<double>(recipe.Steps), Stopwatch.StartNew());
        for (var step = 0; step < recipe.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var loss = Step(model, latents, labels, weights, optimizer, step);
            Follow(mean, weights, recipe.AverageAt(step));
            losses.Add(loss);
            Progress?.Report(new(step + 1, recipe.Steps, loss, clock.Elapsed.TotalSeconds));
        }
        Follow(weights, mean, 0);
        model.UNet.eval();
        model.Text.eval();
        return losses;
    }

    private double Step(DiffusionModel model, Tensor latents, IReadOnlyList<int> labels, Parameter[] weights, torch.optim.Optimizer optimizer, int step)
    {
        using var scope = NewDisposeScope();
        // Each step has a stream of its own: a run that is resumed draws what it would have drawn.
        var random = RandomStream.For(seed, "diffusion", $"{step}");
        var rows = Enumerable.Range(0, recipe.Batch).Select(_ => random.Next(labels.Count)).ToList();
        var times = rows.Select(_ => random.Next(NoiseSchedule.Times)).ToList();
        var tokens = tensor(rows.SelectMany(row => model.Tokenizer.Encode(FashionPrompts.Draw(labels[row], random))).ToArray(), [recipe.Batch, model.Tokenizer.Length], device: latents.device);
        var clean = latents.index_select(0, tensor(rows.Select(static row => (long)row).ToArray(), device: latents.device));
        using var generator = random.Torch();
        var noise = Latents.Noise(clean.shape, generator, device: latents.device);
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = recipe.RateAt(step);
        }
        optimizer.zero_grad();
        var said = model.UNet.forward(Latents.WithNoise(clean, noise, times), tensor(times.Select(static time => (long)time).ToArray(), device: latents.device), model.Text.forward(tokens));
        var loss = (said - noise).square().mean();
        loss.backward();
        var norm = nn.utils.clip_grad_norm_(weights, recipe.ClipNorm);
        var value = loss.item<float>();
        if (!double.IsFinite(value) || !double.IsFinite(norm))
        {
            throw new LetheException(ExitCode.NotFinite, $"Step {step + 1}: the loss is {value}, the norm of its gradient {norm}. Lower the learning rate, or report this with its settings.");
        }
        optimizer.step();
        return value;
    }

    private static void Follow(IReadOnlyList<Tensor> mean, IReadOnlyList<Tensor> weights, double kept)
    {
        using var noGrad = no_grad();
        foreach (var (own, other) in mean.Zip(weights))
        {
            own.lerp_(other, 1 - kept);
        }
    }
}
