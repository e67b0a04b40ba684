using Lethe.Runtime;
using TorchSharp.Modules;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>The training of one head by LAU on cached features: no graph, no autograd, a few tensor operations a step.</summary>
internal sealed class LauHead(Lau lau, Linear head, StageClock clock, CancellationToken cancellation)
{
    private readonly UnlearningLoss loss = new(lau.Alpha, lau.Temperature, lau.DoubleSoftmax, lau.KlReduction);
    private readonly List<string> warnings = [];
    private double harder = 1;

    /// <summary>The logits <c>t(a_K)</c> of one batch under a teacher; <paramref name="harder"/> multiplies step and radius.</summary>
    public delegate Tensor Attack(long[] rows, Tensor features, Tensor labels, Tensor weight, Tensor bias, double harder);

    /// <param name="attack">Null for Partial-PGD.</param>
    public LauResult Train(Tensor features, Tensor labels, int seed, Attack? attack = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        attack ??= AttackFeatures;
        var random = RandomStream.For(seed, "lau");
        var (w, b) = (head.weight!.detach(), head.bias!.detach()); // the student: writing to it changes the head
        var (teacherW, teacherB) = (w.clone(), b.clone());
        var counts = zeros(3, ScalarType.Int64, device: features.device);
        var (attacks, failures, guarded) = (counts[0], counts[1], counts[2]); // kept on the device: looked at once, at the end

        // m2 = mean ||f||^2;  lr = 0.5 / m2
        var mean = features.norm(1f).item<float>() / features.numel();
        var m2 = Math.Pow(features.norm().item<float>(), 2) / features.shape[0];
        var rate = lau.LearningRate > 0 ? lau.LearningRate : 0.5 / m2;
        if (!double.IsFinite(m2) || !double.IsFinite(rate))
        {
            throw new LetheException(ExitCode.NotFinite, $"LAU cannot start: the features of D_f are {(m2 == 0 ? "all zero" : "not finite")}, so the network before its last layer is broken. Check the checkpoint, or use float32.");
        }

        var optimizer = new HeadOptimizer(lau, w, b, rate);
        var (epoch, steps, best, stalled) = (0, 0, double.PositiveInfinity, 0);
        var accuracy = Accuracy();
        while (epoch < lau.MaxEpochs && (lau.StopAtFirstBatch || (accuracy > lau.Tau && !Stalled())))
        {
            var order = random.Permutation((int)features.shape[0]);
            if (lau.StopAtFirstBatch && IsForgotten(order[..Math.Min(lau.BatchSize, order.Length)]))
            {
                break;
            }
            epoch++;
            teacherW.copy_(w);
            teacherB.copy_(b);
            for (var start = 0; start < order.Length && (lau.StopAtFirstBatch || accuracy > lau.Tau); start += lau.BatchSize)
            {
                cancellation.ThrowIfCancellationRequested();
                Step(order[start..Math.Min(start + lau.BatchSize, order.Length)]);
                steps++;
                if (start + lau.BatchSize >= order.Length || (lau.StopEverySteps > 0 && steps % lau.StopEverySteps == 0))
                {
                    accuracy = Accuracy();
                }
            }
        }
        var success = attacks.item<long>() is > 0 and var tried ? 1 - ((double)failures.item<long>() / tried) : double.NaN;
        Warn(success, accuracy, mean, epoch);
        return new(epoch, steps, accuracy, success, guarded.item<long>(), rate, mean, Math.Sqrt(m2 / features.shape[1]), m2, warnings);

        void Step(long[] batch)
        {
            using var step = NewDisposeScope();
            var rows = tensor(batch, device: features.device);
            var (f, y) = (features.index_select(0, rows), labels.index_select(0, rows));
            var attacked = clock.Measure("attack", () => attack(batch, f, y, teacherW, teacherB, harder));
            clock.Measure("head", () => Learn(f, y, attacked));
        }

        void Learn(Tensor f, Tensor y, Tensor attacked)
        {
            var student = nn.functional.linear(f, w, b);
            var (remembered, hard, source) = UnlearningLoss.Replace(student, attacked, UnlearningLoss.AttackedLabels(attacked, y, lau.Guard), y);
            var gradient = loss.Gradient(student, hard, loss.Target(source)).div_(f.shape[0]);
            optimizer.Step(gradient, f);

            var known = nn.functional.linear(f, teacherW, teacherB).argmax(1).eq(y);
            var failed = attacked.argmax(1).eq(y);
            attacks.add_(known.sum());
            failures.add_(known.logical_and(failed).sum());
            guarded.add_(remembered.logical_and(failed).sum());
        }

        double Accuracy() => clock.Measure("stop", () =>
        {
            using var step = NewDisposeScope();
            return Metrics.Accuracy.Of(nn.functional.linear(features, w, b), labels);
        });

        bool IsForgotten(long[] batch)
        {
            using var step = NewDisposeScope();
            var rows = tensor(batch, device: features.device);
            return !nn.functional.linear(features.index_select(0, rows), w, b).argmax(1).eq(labels.index_select(0, rows)).any().item<bool>();
        }

        bool Stalled()
        {
            stalled = accuracy < best ? 0 : stalled + 1;
            best = Math.Min(best, accuracy);
            if (stalled < lau.StallEpochs)
            {
                return false;
            }
            stalled = 0;
            if (accuracy <= 2)
            {
                warnings.Add(Invariant($"LAU stopped at {accuracy:F2} % on D_f: no progress in {lau.StallEpochs} epochs."));
                return true;
            }
            harder *= 2;
            warnings.Add(Invariant($"No progress in {lau.StallEpochs} epochs at {accuracy:F2} % on D_f: the attack's step is now {lau.StepSize * harder:G3}."));
            return false;
        }
    }

    private Tensor AttackFeatures(long[] rows, Tensor features, Tensor labels, Tensor weight, Tensor bias, double factor)
    {
        using var attacked = new PartialPgd(lau.StepSize * factor, lau.Steps, lau.Radius * factor, lau.Clamp01, lau.EarlyExit).Perturb(weight, bias, features, labels);
        return nn.functional.linear(attacked, weight, bias);
    }

    private void Warn(double success, double accuracy, double mean, int epochs)
    {
        if (success < 0.5)
        {
            warnings.Add(Invariant($"The attack moved only {100 * success:F0} % of the features across a boundary; a step of {0.8 * mean:G3} (0.8 mean |f|) or more steps would fit these features better."));
        }
        if (accuracy > lau.Tau && !warnings.Exists(static warning => warning.StartsWith("LAU stopped", StringComparison.Ordinal)))
        {
            warnings.Add(epochs == lau.MaxEpochs
                ? Invariant($"LAU ran all its {lau.MaxEpochs} epochs and left {accuracy:F2} % on D_f.")
                : Invariant($"LAU stopped with {accuracy:F2} % left on D_f: nothing of an epoch's first batch was."));
        }
    }
}
