using Lethe.Data;
using Lethe.Metrics;
using Lethe.Training;
using TorchSharp.Modules;

namespace Lethe.Unlearning;

/// <summary>
/// What the methods that retrain the whole network on D_f, or on D_f and D_r, share: shuffled epochs of steps with one optimizer, and a
/// stop when D_f is forgotten.
/// </summary>
/// <param name="BatchSize">Of D_f, and of mixed batches.</param>
/// <param name="ClipNorm">Longest gradient; 0 for no limit.</param>
/// <param name="StopAt">Stop after an epoch whose D_f accuracy (percent, evaluation mode) is no higher; negative for never.</param>
/// <param name="StopWithin">Look at that after every step too. The step's own images come first, and the others only if those pass: for a
/// <paramref name="StopAt"/> of 0 no stop is missed.</param>
internal sealed record ForgetLoop(
    int Epochs,
    int BatchSize,
    double LearningRate,
    double Momentum,
    double WeightDecay,
    double ClipNorm,
    double StopAt,
    bool StopWithin = false
)
{
    public BatchOrder Order { get; init; }

    public int RetainBatchSize { get; init; } = BatchSize;

    /// <summary>Epochs, from the first, that walk D_f; the later ones see D_r alone.</summary>
    public int ForgetEpochs { get; init; } = int.MaxValue;

    public OptimizerKind Optimizer { get; init; }

    /// <summary>Null for none.</summary>
    public Augmentation? Augmentation { get; init; }

    public NormStatistics Statistics { get; init; }

    /// <summary>Factor of the learning rate, by the epoch from 1.</summary>
    public Func<int, double>? Schedule { get; init; }

    /// <summary>What is trained besides the network.</summary>
    public IReadOnlyList<Parameter> Also { get; init; } = [];

    /// <summary>What of the network may change; null for all.</summary>
    public ParameterMask? Mask { get; init; }

    /// <summary>Whether gradients add up from step to step, as where published code never zeroes them.</summary>
    public bool SumsGradients { get; init; }

    /// <summary>Given the epoch from 1.</summary>
    public Action<int>? AfterStep { get; init; }

    /// <inheritdoc cref="AfterStep"/>
    public Action<int>? AfterEpoch { get; init; }

    /// <summary>Learns from D_f alone, without augmentation.</summary>
    /// <param name="lossOf">Images as the network sees them, their labels, and their positions in D_f, to one number.</param>
    public void Run(UnlearningTask task, Func<Tensor, Tensor, long[], Tensor> lossOf) =>
        Run(
            task,
            task.Forget.Count,
            0,
            (_, forget, _, _) =>
            {
                var (images, labels) = task.Forget.Read(forget, task.Precision.Type());
                return lossOf(images, labels, forget);
            }
        );

    /// <summary>Learns from both.</summary>
    /// <param name="lossOf">To one number.</param>
    public void Run(UnlearningTask task, ImageSubset forget, ImageSubset retain, Func<JointBatch, Tensor> lossOf) =>
        Run(
            task,
            forget.Count,
            retain.Count,
            (epoch, forgotten, retained, random) =>
            {
                var parts = new List<(Tensor Images, Tensor Labels)>();
                foreach (var (images, rows) in ((ImageSubset, long[])[])[(forget, forgotten), (retain, retained)])
                {
                    if (rows.Length > 0)
                    {
                        parts.Add(images.Read(rows, task.Precision.Type(), Augmentation, random));
                    }
                }
                var (seen, labels) = JointBatch.Joined(parts);
                return lossOf(new(epoch, seen, labels, forgotten));
            }
        );

    /// <summary>Learns from anything that is numbered.</summary>
    /// <param name="forget">How many there are of what stands for D_f; likewise <paramref name="retain"/>.</param>
    /// <param name="lossOf">The epoch from 1, numbers in D_f, numbers in D_r, and where random choices come from; to one number.</param>
    public void Run(UnlearningTask task, int forget, int retain, Func<int, long[], long[], RandomStream, Tensor> lossOf)
    {
        var random = RandomStream.For(task.Seed, "forget loop");
        manual_seed((long)(random.Next() >> 1)); // dropout
        using var optimizer = Optimizer.Create([.. task.Model.parameters(), .. Also], LearningRate, Momentum, WeightDecay);
        var (epoch, accuracy) = (0, double.NaN);
        while (epoch < Epochs && !(accuracy <= StopAt))
        {
            Begin(task, optimizer, ++epoch);
            foreach (
                var (forgotten, retained) in Order.Epoch(epoch > ForgetEpochs ? 0 : forget, retain, BatchSize, RetainBatchSize, random)
            )
            {
                task.Cancellation.ThrowIfCancellationRequested();
                Step(task, optimizer, epoch, () => lossOf(epoch, forgotten, retained, random));
                AfterStep?.Invoke(epoch);
                if (
                    StopWithin
                    && StopAt >= 0
                    && Measure(task.Forget.At(forgotten)) <= StopAt
                    && (accuracy = Measure(task.Forget)) <= StopAt
                )
                {
                    break;
                }
            }
            AfterEpoch?.Invoke(epoch);
            task.AfterEpoch?.Invoke(epoch);
            if (StopAt >= 0 && !(accuracy <= StopAt))
            {
                accuracy = Measure(task.Forget);
            }
        }
        task.Model.zero_grad();
        task.Model.eval();
        task.Figures["epochs"] = epoch;
        if (!double.IsNaN(accuracy))
        {
            task.Figures["forget_accuracy"] = accuracy;
        }

        double Measure(ImageSubset images) => task.Clock.Measure("stop", () => Accuracy.Of(task.Model, images, task.Precision));
    }

    private void Begin(UnlearningTask task, OptimizerHelper optimizer, int epoch)
    {
        task.Model.train(Statistics == NormStatistics.Batch);
        if (Schedule is not null)
        {
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = LearningRate * Schedule(epoch);
            }
        }
    }

    private void Step(UnlearningTask task, OptimizerHelper optimizer, int epoch, Func<Tensor> lossOf)
    {
        using var scope = NewDisposeScope();
        var loss = lossOf();
        if (!SumsGradients)
        {
            optimizer.zero_grad();
        }
        loss.backward();
        Mask?.OnGradients(task.Model);
        var norm = nn.utils.clip_grad_norm_(task.Model.parameters(), ClipNorm > 0 ? ClipNorm : 1e30);
        if (!double.IsFinite(loss.item<float>()) || !double.IsFinite(norm))
        {
            throw new LetheException(
                ExitCode.NotFinite,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Unlearning stopped: the loss or its gradient is not finite in epoch {epoch} at learning rate "
                        + $"{LearningRate:G3}. The network was not saved; try a smaller learning rate, or float32."
                )
            );
        }
        optimizer.step();
        Mask?.OnWeights(task.Model);
    }
}
