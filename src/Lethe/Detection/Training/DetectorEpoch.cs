using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Faces.Paired;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Detection.Training;

/// <summary>One epoch of a <see cref="DetectorTrainer"/>.</summary>
internal sealed class DetectorEpoch(
    DetectorRecipe recipe,
    IDetectorObjective objective,
    Detector detector,
    IPairedImages images,
    IReadOnlyDictionary<string, Tensor> own,
    optim.Optimizer optimizer,
    PairedPixels pixels,
    RandomStream random,
    FiniteGuard guard
)
{
    public required PairedReader Reader { get; init; }

    public required IProgress<TrainingProgress>? Progress { get; init; }

    public required TimeSpan ReportEvery { get; init; }

    /// <returns>The mean loss of an instance.</returns>
    public double Run(IReadOnlyList<int> train, int epoch, CancellationToken cancellation)
    {
        manual_seed((long)(random.Next() >> 1)); // dropout draws from torch's own generator
        using var scope = NewDisposeScope();
        using var mode = Mode(epoch);
        objective.BeginEpoch(epoch, own);
        var steps = (train.Count + recipe.BatchSize - 1) / recipe.BatchSize;
        var device = detector.Head.weight!.device;
        var (lossSum, right) = (zeros(1, ScalarType.Float64, device), zeros(1, ScalarType.Int64, device));
        var step = 0;
        var progress = new EpochProgress(Progress, ReportEvery, epoch, recipe.Epochs, steps, train.Count, images.Qualities.Count);
        foreach (var (rows, bytes) in Reader(images, Batches(train, steps)))
        {
            using var inner = NewDisposeScope();
            using var owned = bytes;
            cancellation.ThrowIfCancellationRequested();
            var rate = SetRate(((long)epoch * steps) + step, (long)recipe.Epochs * steps);
            var loss = Step(Batch(rows, bytes, device, epoch) with { Right = right }, epoch, step++, rate);
            using (no_grad())
            {
                lossSum.add_(loss.detach() * rows.Count);
            }
            progress.Step(rows.Count, rate, () => (lossSum.item<double>(), right.item<long>()));
        }
        return lossSum.item<double>() / progress.Seen;
    }

    // Batches whose sizes differ by one at most: a small last one would be too few for HSIC, and batch normalisation would see little.
    private IEnumerable<IReadOnlyList<int>> Batches(IReadOnlyList<int> train, int steps)
    {
        var order = random.Permutation(train.Count);
        return Enumerable
            .Range(0, steps)
            .Select(step =>
                (IReadOnlyList<int>)
                    [.. order[(int)((long)step * train.Count / steps)..(int)((step + 1L) * train.Count / steps)].Select(i => train[(int)i])]
            );
    }

    private DetectorBatch Batch(IReadOnlyList<int> rows, Tensor bytes, Device device, int epoch)
    {
        var frames = rows.Select(row => images.Frames[row]).ToList();
        var mirrored = recipe.Flip ? rows.Select(_ => random.Next() >> 63 == 1).ToArray() : null;
        return new(
            pixels.Prepare(bytes, mirrored),
            tensor(frames.Select(static frame => frame.IsFake ? 1L : 0L).ToArray(), device: device),
            frames,
            images.Qualities
        )
        {
            Epoch = epoch,
            Epochs = recipe.Epochs,
            Random = random,
            State = own,
        };
    }

    private Tensor Step(DetectorBatch batch, int epoch, int step, double rate)
    {
        Tensor? loss = null;
        var perturbation = epoch >= recipe.PerturbFrom && epoch >= recipe.HeadOnlyEpochs ? objective.Perturbation : WeightPerturbation.None;
        perturbation.Apply(
            detector,
            () => objective.Ascent(detector, batch with { Right = null }),
            () =>
            {
                optimizer.zero_grad(); // the objective's own parameters too
                loss = objective.Loss(detector, batch);
                loss.backward();
            }
        );
        if (recipe.ClipNorm > 0)
        {
            nn.utils.clip_grad_norm_(detector.parameters(), recipe.ClipNorm);
        }
        guard.Step(loss!, epoch, step, rate);
        optimizer.step();
        return loss!;
    }

    private double SetRate(long step, long steps)
    {
        var rate = recipe.LearningRate * (recipe.Cycle?.Rate(step, steps) ?? recipe.Schedule.Factor(step, steps));
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
            if (recipe.Cycle is { CyclesBeta: true } cycle && group is optim.IBetas betas)
            {
                betas.Betas = (cycle.Beta(step, steps), betas.Betas.Item2);
            }
        }
        return rate;
    }

    // While only the head is trained the body has no gradient, so a step costs a forward pass and little more; in evaluation mode its
    // statistics stay as they are too.
    private Frozen Mode(int epoch)
    {
        var headOnly = epoch < recipe.HeadOnlyEpochs;
        detector.train(!headOnly);
        var head = detector.Head.parameters().Select(static parameter => parameter.Handle).ToHashSet();
        return new(
            headOnly ? [.. detector.parameters().Where(parameter => parameter.requires_grad && !head.Contains(parameter.Handle))] : []
        );
    }

    private sealed class Frozen : IDisposable
    {
        private readonly List<Parameter> parameters;

        public Frozen(List<Parameter> parameters)
        {
            this.parameters = parameters;
            Set(false);
        }

        public void Dispose() => Set(true);

        private void Set(bool trained) => parameters.ForEach(parameter => parameter.requires_grad_(trained));
    }
}
