using System.Diagnostics;
using System.Text.Json;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Methods;
using Lethe.Training;
using TorchSharp.Modules;

namespace Lethe.Erasing.Fashion;

/// <summary>
/// Trains network and text tower together on <c>|| e(z_t, t, c) - noise ||^2</c> (Ho, Jain and Abbeel, NeurIPS 2020), times and phrasings
/// drawn at random. The running mean of the weights is the result. Given a checkpoint file it goes on where it was stopped; on the CPU the
/// result is the same to the last bit.
/// </summary>
public sealed class DiffusionTrainer(DiffusionRecipe recipe, int seed)
{
    // Steps between two checkpoints.
    private const int Every = 250;

    public IProgress<ErasingProgress>? Progress { get; init; }

    /// <summary>What a training that is killed goes on from; null to keep nothing. The caller deletes it when the model is safe.</summary>
    public string? CheckpointFile { get; init; }

    /// <param name="model">Is trained, and afterwards is the running mean.</param>
    /// <param name="images">N x 1 x H x W in -1 to 1.</param>
    /// <param name="labels">N classes of <see cref="FashionPrompts"/>.</param>
    /// <returns>The loss of each step, and seconds.</returns>
    /// <exception cref="LetheException">A loss or a gradient that is no number (<see cref="ExitCode.NotFinite"/>), or a broken
    /// checkpoint.</exception>
    public (IReadOnlyList<double> Losses, double Seconds) Train(
        DiffusionModel model,
        Tensor images,
        IReadOnlyList<int> labels,
        CancellationToken cancellation = default
    )
    {
        using var scope = NewDisposeScope();
        Tensor latents;
        using (no_grad())
        {
            latents = model.Codec.Encode(images); // once: the codec is not trained
        }
        var weights = FashionDiffusion.Weights(model);
        var mean = weights.ToDictionary(static named => $"mean.{named.Key}", static named => named.Value.detach().clone());
        Parameter[] trained = [.. weights.Values];
        using var optimizer = optim.AdamW(trained, recipe.LearningRate, weight_decay: recipe.WeightDecay);
        var state = new LoopState(
            () => weights.Select(static named => KeyValuePair.Create(named.Key, (Tensor)named.Value)).Concat(mean),
            optimizer,
            JsonSerializer.Serialize(
                new
                {
                    recipe,
                    seed,
                    count = labels.Count,
                    codec = model.Codec.ToString(),
                }
            )
        );
        state.TryLoad(CheckpointFile);
        model.UNet.train();
        model.Text.train();
        var (clock, before) = (Stopwatch.StartNew(), state.Seconds);
        while (state.Step < recipe.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            state.Losses.Add(Step(model, latents, labels, trained, optimizer, state.Step));
            WeightAverage.Move(mean.Values, trained, recipe.AverageAt(state.Step));
            state.Step++;
            state.Seconds = before + clock.Elapsed.TotalSeconds;
            Progress?.Report(new(state.Step, recipe.Steps, state.Losses[^1], state.Seconds));
            if (state.Step % Every == 0)
            {
                state.Save(CheckpointFile);
            }
        }
        WeightAverage.Move(trained, mean.Values, 0);
        model.UNet.eval();
        model.Text.eval();
        return (state.Losses, state.Seconds);
    }

    private double Step(
        DiffusionModel model,
        Tensor latents,
        IReadOnlyList<int> labels,
        Parameter[] weights,
        optim.Optimizer optimizer,
        int step
    )
    {
        using var scope = NewDisposeScope();
        // Each step has a stream of its own: a run that is resumed draws what it would have drawn.
        var random = RandomStream.For(seed, "diffusion", $"{step}");
        var rows = Enumerable.Range(0, recipe.Batch).Select(_ => random.Next(labels.Count)).ToList();
        var times = rows.Select(_ => random.Next(NoiseSchedule.Times)).ToList();
        var tokens = tensor(
            rows.SelectMany(row => model.Tokenizer.Encode(FashionPrompts.Draw(labels[row], random))).ToArray(),
            [recipe.Batch, model.Tokenizer.Length],
            device: latents.device
        );
        var clean = latents.index_select(0, Latents.Whole(rows, latents.device));
        using var generator = random.Torch();
        var noise = Latents.Noise(clean.shape, generator, device: latents.device);
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = recipe.RateAt(step);
        }
        optimizer.zero_grad();
        var noisy = Latents.WithNoise(clean, noise, times);
        var said = model.UNet.forward(noisy, Latents.Whole(times, latents.device), model.Text.forward(tokens));
        var loss = (said - noise).square().mean();
        loss.backward();
        var norm = nn.utils.clip_grad_norm_(weights, recipe.ClipNorm);
        var value = loss.item<float>();
        if (!double.IsFinite(value) || !double.IsFinite(norm))
        {
            throw new LetheException(
                ExitCode.NotFinite,
                $"Step {step + 1}: the loss is {value}, the norm of its gradient {norm}. Lower the learning rate, or report "
                    + $"this with its settings."
            );
        }
        optimizer.step();
        return value;
    }
}
