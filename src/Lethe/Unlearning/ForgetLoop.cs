using System.Diagnostics;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>
/// The training that the methods that read D_f alone have in common: SGD over the whole network in training mode, the images as they
/// are, until the epochs are over or the accuracy on D_f is low enough.
/// </summary>
internal sealed class ForgetLoop(IUnlearningMethod method, UnlearningTask task)
{
    public required int BatchSize { get; init; }

    public required int Epochs { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Percent: stop after the first epoch that leaves no more than this on D_f; negative for never.</summary>
    public double Tau { get; init; } = -1;

    public double WeightDecay { get; init; }

    /// <summary>The gradient is shortened to this norm where it is longer; 0 leaves it alone.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Runs between the backward pass and the step; for gradients known in closed form.</summary>
    public Action? AddGradients { get; init; }

    /// <summary>The loss of one batch.</summary>
    /// <param name="rows">Positions in D_f.</param>
    /// <param name="images">Of these rows, as <see cref="Data.ImageSubset.Read"/> gives them.</param>
    public delegate Tensor Loss(long[] rows, Tensor images, Tensor labels);

    /// <exception cref="LetheException">The loss or a gradient is not finite.</exception>
    public void Run(Loss loss)
    {
        var (model, forget) = (task.Model, task.Forget);
        var random = RandomStream.For(task.Seed, method.Name);
        using var optimizer = optim.SGD(model.parameters(), LearningRate, 0.9, weight_decay: WeightDecay);
        var (steps, clock) = (0, Stopwatch.StartNew());
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            manual_seed((long)(random.Next() >> 1)); // dropout draws from torch's own generator
            model.train();
            var (sum, seen) = (0.0, 0);
            task.Clock.Measure("train", () =>
            {
                foreach (var rows in forget.Batches(BatchSize, random))
                {
                    task.Cancellation.ThrowIfCancellationRequested();
                    sum += rows.Length * Step(model, optimizer, rows, loss, epoch, ++steps);
                    seen += rows.Length;
                }
            });
            model.eval();
            task.Figures["epochs"] = epoch;
            task.Figures["steps"] = steps;
            var accuracy = Tau < 0 ? double.NaN : task.Clock.Measure("stop", () => Accuracy.Of(model, forget, task.Precision));
            var speed = (double)epoch * forget.Count / clock.Elapsed.TotalSeconds;
            task.Progress?.Report(new(epoch, Epochs, steps, steps / epoch * Epochs, sum / seen, accuracy, LearningRate, speed,
                DisposeScopeManager.Statistics.ThreadTotalLiveCount, clock.Elapsed * ((double)(Epochs - epoch) / epoch)));
            if (Tau >= 0)
            {
                task.Figures["forget_accuracy"] = accuracy;
                if (accuracy <= Tau)
                {
                    break;
                }
            }
        }
        model.zero_grad();
    }

    private double Step(Classifier model, optim.Optimizer optimizer, long[] rows, Loss loss, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = task.Forget.Read(rows, task.Precision.Type());
        optimizer.zero_grad();
        var value = loss(rows, images, labels);
        value.backward();
        AddGradients?.Invoke();
        var norm = nn.utils.clip_grad_norm_(model.parameters(), ClipNorm > 0 ? ClipNorm : double.MaxValue);
        var number = value.item<float>();
        if (!double.IsFinite(number) || !double.IsFinite(norm)) // before the step: the weights are still good
        {
            throw new LetheException(ExitCode.NotFinite, Invariant(
                $"{method.Title} on {model.Spec} stopped: {(double.IsFinite(number) ? "a gradient" : "the loss")} is not finite at epoch {epoch}, step {step}, learning rate {LearningRate:G3}. The original network is untouched. Try a smaller learning rate, or float32."));
        }
        optimizer.step();
        return number;
    }
}
