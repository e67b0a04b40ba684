using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Objectives;
using Lethe.Experiments.Records;
using Lethe.Faces.Paired;
using Lethe.Training;
using TorchSharp.Modules;

namespace Lethe.Detection.Training;

/// <summary>
/// Trains a detector for an objective. Given a checkpoint file it saves after every epoch and goes on from there the next time; on the CPU
/// in float32 the result is the same to the last bit.
/// </summary>
/// <param name="seed">Order of the instances, mirroring and dropout. The initial weights are the caller's.</param>
public sealed class DetectorTrainer(DetectorRecipe recipe, IDetectorObjective objective, int seed)
{
    /// <summary>Null for none. The caller deletes it when the network is safe.</summary>
    public string? CheckpointFile { get; init; }

    public IProgress<TrainingProgress>? Progress { get; init; }

    public PairedReader Reader { get; init; } = ReadWhenWanted;

    /// <summary>Best for images in memory.</summary>
    internal static IEnumerable<(IReadOnlyList<int>, Tensor)> ReadWhenWanted(
        IPairedImages images,
        IEnumerable<IReadOnlyList<int>> batches
    ) => batches.Select(rows => (rows, images.Read(rows)));

    /// <summary>Reading the loss for a report waits for the device: so not at every step.</summary>
    internal TimeSpan ReportEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Leaves the detector in evaluation mode, with the weights that were best on validation, if there is one.</summary>
    /// <param name="train">Positions in <see cref="IPairedImages.Frames"/>, likewise the next.</param>
    /// <param name="validation">Chooses the epoch; may be empty.</param>
    /// <exception cref="LetheException">A loss or gradient is not finite, the checkpoint is broken, or a class is missing.</exception>
    /// <exception cref="OperationCanceledException">Between two steps.</exception>
    public DetectorTrainingResult Train(
        Detector detector,
        IPairedImages images,
        IReadOnlyList<int> train,
        IReadOnlyList<int> validation,
        CancellationToken cancellation = default
    )
    {
        RequireBothClasses(images, train, validation);
        var random = RandomStream.For(seed, "training");
        var own = objective.InitialState(detector);
        var best = validation.Count == 0 ? [] : Clones(detector.state_dict());
        var beside = Named("objective", own).Concat(Named("best", best)).ToDictionary();
        try
        {
            using var optimizer = Optimizer(detector);
            var state = new LoopState(() => detector.state_dict().Concat(beside), optimizer, Identity(detector, images, train, validation))
            {
                Random = random,
            };
            var resumedAt = state.TryLoad(CheckpointFile) ? state.Step : 0;
            using var pixels = new PairedPixels(detector.Normalization, detector.Head.weight!.device, recipe.Precision);
            var guard = new FiniteGuard(detector, CheckpointFile);
            var epoch = new DetectorEpoch(recipe, objective, detector, images, own, optimizer, pixels, random, guard)
            {
                Reader = Reader,
                Progress = Progress,
                ReportEvery = ReportEvery,
            };
            while (state.Step < recipe.Epochs && !IsOver(state.Scores))
            {
                var clock = Stopwatch.StartNew();
                state.Losses.Add(epoch.Run(train, state.Step, cancellation));
                guard.Epoch(state.Step, recipe.LearningRate);
                if (best.Count > 0)
                {
                    var scores = DetectorEvaluation.Score(detector, images, validation, recipe.Precision, Reader, cancellation);
                    state.Scores.Add(scores.FrameAuc());
                    if (Best(state.Scores) == state.Scores.Count - 1)
                    {
                        Copy(detector.state_dict(), best);
                    }
                }
                state.Step++;
                state.Seconds += clock.Elapsed.TotalSeconds;
                state.Save(CheckpointFile);
            }
            Copy(best, detector.state_dict());
            detector.eval();
            return new(state.Seconds, state.Losses, state.Scores, best.Count > 0 ? Best(state.Scores) + 1 : state.Step, resumedAt);
        }
        finally
        {
            foreach (var tensor in beside.Values)
            {
                tensor.Dispose();
            }
        }
    }

    private OptimizerHelper Optimizer(Detector detector) =>
        recipe.Optimizer.Create(detector.parameters(), recipe.LearningRate, recipe.Momentum, recipe.WeightDecay);

    private static IEnumerable<(string, Tensor)> Named(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        tensors.Select(pair => ($"{prefix}.{pair.Key}", pair.Value.DetachFromDisposeScope()));

    private static Dictionary<string, Tensor> Clones(Dictionary<string, Tensor> state) =>
        state.ToDictionary(static pair => pair.Key, static pair => pair.Value.detach().clone());

    // The first of the largest.
    private static int Best(List<double> scores) => scores.IndexOf(scores.Max());

    private bool IsOver(List<double> scores) =>
        recipe.Patience > 0 && scores.Count > 0 && scores.Count - 1 - Best(scores) >= recipe.Patience;

    private static void Copy(Dictionary<string, Tensor> from, Dictionary<string, Tensor> to)
    {
        using var noGrad = no_grad();
        foreach (var (name, value) in from)
        {
            to[name].copy_(value);
        }
    }

    private void RequireBothClasses(IPairedImages images, IReadOnlyList<int> train, IReadOnlyList<int> validation)
    {
        foreach (var (name, rows) in new[] { ("training", train), ("validation", validation) })
        {
            var fakes = rows.Count(row => images.Frames[row].IsFake);
            if ((fakes == 0 || fakes == rows.Count) && (rows.Count > 0 || name == "training"))
            {
                throw LetheException.Usage(
                    $"{images.Title}: of the {rows.Count} frames for {name} {fakes} are fake. Both real and fake ones are needed."
                );
            }
        }
        if (recipe.Patience > 0 && validation.Count == 0)
        {
            throw LetheException.Usage("Stopping early (patience) needs validation frames, and there are none.");
        }
    }

    // A checkpoint of other settings is not taken up.
    private string Identity(Detector detector, IPairedImages images, IReadOnlyList<int> train, IReadOnlyList<int> validation) =>
        JsonSerializer.Serialize(
            new
            {
                detector.Spec,
                recipe,
                objective = objective.Name,
                settings = Settings.Of(objective),
                seed,
                images = images.Title,
                images.Qualities,
                images.Side,
                train = Hash(train),
                validation = Hash(validation),
            }
        );

    private static string Hash(IReadOnlyList<int> rows) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<int>(rows.ToArray())));
}
