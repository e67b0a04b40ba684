using System.Diagnostics;
using System.Text.Json;
using Lethe.Data;
using Lethe.Models;
using TorchSharp;

namespace Lethe.Training;

/// <summary>Trains a classifier by cross-entropy. Given a checkpoint file it saves after every epoch and goes on from there the next time,
/// on the CPU in float32 to the last bit.</summary>
/// <param name="seed">Order of the images, augmentation and dropout. The initial weights are the caller's.</param>
public sealed class Trainer(TrainingRecipe recipe, int seed)
{
    /// <summary>Where to keep the state after every epoch; null to keep none. The caller deletes it when the network is safe.</summary>
    public string? CheckpointFile { get; init; }

    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The parameters that are trained, by the beginnings of their names (<c>layer4</c>, <c>fc</c>); empty for all. The rest
    /// stays, and its modules are in evaluation mode.</summary>
    public IReadOnlyList<string> Part { get; init; } = [];

    /// <summary>Given the epoch from 0 after each backward pass: changes the gradients where that needs no graph.</summary>
    public Action<int>? Penalty { get; init; }

    /// <summary>Given the epoch from 1 when it has ended; what it does to the network's mode it undoes.</summary>
    public Action<int>? AfterEpoch { get; init; }

    /// <summary>Reading the loss for a report waits for the device: so not at every step.</summary>
    internal TimeSpan ReportEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <exception cref="LetheException">NotFinite; BadFile: the checkpoint.</exception>
    /// <exception cref="OperationCanceledException">Between two steps.</exception>
    public TrainingResult Train(Classifier model, ImageSubset data, CancellationToken cancellation = default)
    {
        var part = new TrainedPart(model, Part);
        using var optimizer = recipe.Optimizer.Create(part.Parameters, recipe.LearningRate, recipe.Momentum, recipe.WeightDecay);
        var state = new LoopState(() => model.state_dict(), optimizer, Identity(model, data))
        {
            Random = RandomStream.For(seed, "training"),
        };
        var resumedAt = state.TryLoad(CheckpointFile) ? state.Step : 0;
        var guard = new FiniteGuard(model, CheckpointFile);
        part.Begin();
        while (state.Step < recipe.Epochs)
        {
            var clock = Stopwatch.StartNew();
            state.Losses.Add(Epoch(model, data, optimizer, state, guard, cancellation));
            guard.Epoch(state.Step, recipe.LearningRate);
            state.Step++;
            state.Seconds += clock.Elapsed.TotalSeconds;
            state.Save(CheckpointFile);
            AfterEpoch?.Invoke(state.Step);
        }
        part.End();
        return new(state.Seconds, state.Losses, resumedAt);
    }

    // The mean loss of an image.
    private double Epoch(
        Classifier model,
        ImageSubset data,
        optim.Optimizer optimizer,
        LoopState state,
        FiniteGuard guard,
        CancellationToken cancellation
    )
    {
        var random = state.Random;
        manual_seed((long)(random.Next() >> 1)); // dropout draws from torch's own generator
        using var epochScope = NewDisposeScope();
        var device = data.Source.Device;
        var (lossSum, correct) = (zeros(1, device: device), zeros(1, ScalarType.Int64, device: device));
        var (step, steps) = (0, (data.Count + recipe.BatchSize - 1) / recipe.BatchSize);
        var progress = new EpochProgress(Progress, ReportEvery, state.Step, recipe.Epochs, steps, data.Count);
        foreach (var rows in data.Batches(recipe.BatchSize, random))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var rate = recipe.LearningRate * recipe.Schedule.Factor(((long)state.Step * steps) + step, (long)recipe.Epochs * steps);
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = rate;
            }
            var (images, labels) = data.Read(rows, recipe.Precision.Type(), recipe.Augmentation, random);
            var logits = model.forward(images);
            var loss = nn.functional.cross_entropy(logits, labels, label_smoothing: recipe.LabelSmoothing);
            optimizer.zero_grad();
            loss.backward();
            Penalty?.Invoke(state.Step);
            if (recipe.ClipNorm > 0)
            {
                nn.utils.clip_grad_norm_(model.parameters(), recipe.ClipNorm);
            }
            guard.Step(loss, state.Step, step++, rate);
            optimizer.step();
            using (no_grad())
            {
                lossSum.add_(loss.detach() * rows.Length);
                correct.add_(logits.argmax(1).eq(labels).sum());
            }
            progress.Step(rows.Length, rate, () => (lossSum.item<float>(), correct.item<long>()));
        }
        return lossSum.item<float>() / progress.Seen;
    }

    // A checkpoint of other settings is not taken up.
    private string Identity(Classifier model, ImageSubset data) =>
        JsonSerializer.Serialize(
            new
            {
                model.Spec,
                recipe,
                seed,
                data = data.Source.Name,
                data.Count,
            }
        );
}
