using Lethe.Data;
using Lethe.Metrics;

namespace Lethe.Unlearning;

/// <summary>
/// What the methods that retrain the whole network on D_f share: shuffled epochs of SGD in training mode, no augmentation, and a stop when
/// D_f is forgotten.
/// </summary>
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
    /// <param name="lossOf">Images as the network sees them, their labels, and their positions in D_f, to one number.</param>
    public void Run(UnlearningTask task, Func<Tensor, Tensor, long[], Tensor> lossOf)
    {
        var random = RandomStream.For(task.Seed, "forget loop");
        manual_seed((long)(random.Next() >> 1)); // dropout
        using var optimizer = optim.SGD(task.Model.parameters(), LearningRate, Momentum, weight_decay: WeightDecay);
        var (epoch, accuracy) = (0, double.NaN);
        while (epoch < Epochs && !(accuracy <= StopAt))
        {
            epoch++;
            task.Model.train();
            foreach (var rows in task.Forget.Batches(BatchSize, random))
            {
                task.Cancellation.ThrowIfCancellationRequested();
                Step(rows);
                if (StopWithin && StopAt >= 0 && Measure(task.Forget.At(rows)) <= StopAt && (accuracy = Measure(task.Forget)) <= StopAt)
                {
                    break;
                }
            }
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

        void Step(long[] rows)
        {
            using var scope = NewDisposeScope();
            var (images, labels) = task.Forget.Read(rows, task.Precision.Type());
            var loss = lossOf(images, labels, rows);
            optimizer.zero_grad();
            loss.backward();
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
        }

        double Measure(ImageSubset images) => task.Clock.Measure("stop", () => Accuracy.Of(task.Model, images, task.Precision));
    }
}
