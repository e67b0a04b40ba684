using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Faces.Paired;
using Lethe.Training;
using TorchSharp;
using TorchSharp.Modules;

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

    public double Run(IReadOnlyList<int> train, int epoch, CancellationToken cancellation)
    {
        manual_seed((long)(random.Next() >> 1)); // dropout draws from torch's own generator
        using var scope = NewDisposeScope();
        var body = BeginMode(epoch);
        try
        {
            return Steps(train, epoch, cancellation);
        }
        finally
        {
            body.ForEach(static parameter => parameter.requires_grad_(true));
        }
    }

    // Then the body has no gradient, so a step costs a forward pass and little more; in evaluation mode its statistics stay too.
    private List<Parameter> BeginMode(int epoch)
    {
        var headOnly = epoch < recipe.HeadOnlyEpochs;
        detector.train(!headOnly);
        var head = detector.Head.parameters().Select(static parameter => parameter.Handle).ToHashSet();
        var body = detector
            .parameters()
            .Where(parameter => headOnly && parameter.requires_grad && !head.Contains(parameter.Handle))
            .ToList();
        body.ForEach(static parameter => parameter.requires_grad_(false));
        return body;
    }

    private double Steps(IReadOnlyList<int> train, int epoch, CancellationToken cancellation)
    {
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

    // Sizes differ by one at most: a small last batch would be too few for HSIC, and batch normalisation would see little.
    private IEnumerable<IReadOnlyList<int>> Batches(IReadOnlyList<int> train, int steps)
    {
        var order = random.Permutation(train.Count);
        int Start(int step) => (int)((long)step * train.Count / steps);
        return Enumerable
            .Range(0, steps)
            .Select(step => (IReadOnlyList<int>)[.. order[Start(step)..Start(step + 1)].Select(i => train[(int)i])]);
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
            Random = random,
            State = own,
        };
    }

    private Tensor Step(DetectorBatch batch, int epoch, int step, double rate)
    {
        Tensor? loss = null;
        var isPerturbed = epoch >= recipe.PerturbFrom && epoch >= recipe.HeadOnlyEpochs;
        (isPerturbed ? objective.Perturbation : WeightPerturbation.None).Apply(
            detector,
            () => objective.Ascent(detector, batch with { Right = null }),
            () =>
            {
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
}
