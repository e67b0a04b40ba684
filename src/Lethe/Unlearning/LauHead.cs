using TorchSharp.Modules;
using static System.FormattableString;

namespace Lethe.Unlearning;

/// <summary>
/// The training of one head by LAU on cached features, in the order of notebook 02: attack, mask, targets, step, stop. No graph, no
/// autograd, a few tensor operations a step.
/// </summary>
internal sealed class LauHead(
    Lau lau,
    Linear head,
    Tensor features, // f, N x d
    Tensor labels, // y, N
    StageClock clock,
    CancellationToken cancellation,
    LauHead.Attack? attack,
    IReadOnlyList<int> forgetClasses,
    Action<int>? afterEpoch
)
{
    // At most this share of D_f may be left, in percent, when LAU gives up for want of progress.
    private const double Little = 2;

    private readonly Tensor w = head.weight!.detach(), // of the student s: writing to them changes the head
        b = head.bias!.detach();
    private readonly Tensor teacherW = head.weight!.detach().clone(), // of the teacher t: the student as it was when the epoch began
        teacherB = head.bias!.detach().clone();
    private readonly HeadStop stop = new(lau.Tau, features, labels, head, forgetClasses);
    private readonly Tensor[] counts = zeros(3, ScalarType.Int64, device: features.device).unbind(); // attacks, failures, guarded
    private readonly UnlearningLoss loss = new(lau.Alpha, lau.Temperature, lau.DoubleSoftmax, lau.KlReduction);
    private readonly double mean = features.abs().mean().item<float>();
    private readonly double m2 = Math.Pow(features.norm().item<float>(), 2) / features.shape[0]; // mean ||f||^2
    private readonly List<string> warnings = [];
    private int epochs,
        steps,
        stalled;
    private double best = double.PositiveInfinity,
        harder = 1;

    /// <summary>The logits <c>t(a_K)</c> of one batch under a teacher; <paramref name="harder"/> multiplies step and radius.</summary>
    public delegate Tensor Attack(long[] rows, Tensor weight, Tensor bias, double harder);

    /// <inheritdoc cref="Lau.UnlearnHead"/> <param name="attack">Null for Partial-PGD.</param>
    /// <param name="forgetClasses">Where several are forgotten, none of them is a place for images of another.</param>
    public static LauResult Train(
        Lau lau,
        Linear head,
        Tensor features,
        Tensor labels,
        int seed,
        StageClock clock,
        CancellationToken cancellation = default,
        Attack? attack = null,
        IReadOnlyList<int>? forgetClasses = null,
        Action<int>? afterEpoch = null
    )
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return new LauHead(lau, head, features, labels, clock, cancellation, attack, forgetClasses ?? [], afterEpoch).Train(
            RandomStream.For(seed, "lau")
        );
    }

    private LauResult Train(RandomStream random)
    {
        var rate = lau.LearningRate > 0 ? lau.LearningRate : lau.RateFactor / m2;
        if (!double.IsFinite(m2) || !double.IsFinite(rate))
        {
            throw new LetheException(
                ExitCode.NotFinite,
                $"LAU cannot start: the features of D_f are {(m2 == 0 ? "all zero" : "not finite")}, "
                    + "so the network before its last layer is broken. Check the checkpoint, or use float32."
            );
        }
        var optimizer = new HeadOptimizer(lau, w, b, rate);
        Look(atAll: true);
        while (epochs < lau.MaxEpochs && (lau.StopAtFirstBatch || (stop.IsLeft && !IsStalled())))
        {
            long[][] batches = [.. random.Permutation((int)features.shape[0]).Chunk(lau.BatchSize)];
            if (lau.StopAtFirstBatch && IsForgotten(batches[0]))
            {
                break;
            }
            Epoch(batches, optimizer);
        }
        return Result(rate);
    }

    private void Epoch(long[][] batches, HeadOptimizer optimizer)
    {
        epochs++;
        teacherW.copy_(w);
        teacherB.copy_(b);
        foreach (var batch in batches.TakeWhile(_ => lau.StopAtFirstBatch || stop.IsLeft))
        {
            cancellation.ThrowIfCancellationRequested();
            Learn(batch, optimizer);
            steps++;
            if (batch == batches[^1] || (lau.StopEverySteps > 0 && steps % lau.StopEverySteps == 0))
            {
                Look(atAll: batch == batches[^1]);
            }
        }
        afterEpoch?.Invoke(epochs);
    }

    private void Learn(long[] batch, HeadOptimizer optimizer)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(batch, device: features.device);
        var (f, y) = (features.index_select(0, rows), labels.index_select(0, rows));
        var teacher = stop.Logits.index_select(0, rows); // t(f): those of the student when the epoch began
        var attacked = clock.Measure("attack", () => attack?.Invoke(batch, teacherW, teacherB, harder) ?? AttackFeatures(f, y, teacher));
        clock.Measure("head", () => Step(f, y, teacher, attacked, optimizer));
    }

    // Attack: t(a_K), a_K = Partial-PGD(f)
    private Tensor AttackFeatures(Tensor f, Tensor y, Tensor teacher) =>
        new PartialPgd(lau.StepSize * harder, lau.Steps, lau.Radius * harder, lau.Clamp01, lau.EarlyExit)
            .Attack(teacherW, teacherB, f, y, teacher)
            .Logits;

    private void Step(Tensor f, Tensor y, Tensor teacher, Tensor attacked, HeadOptimizer optimizer)
    {
        var student = HeadLogits.Of(w, b, f);
        // Unlearned mask: u = [argmax s = y];  h = u ? argmax t(a_K) : argmax s, and the soft source likewise
        attacked = ForgottenLogits.WithoutOthers(attacked, y, forgetClasses);
        var guess = UnlearningLoss.AttackedLabels(attacked, y, lau.Guard);
        var (remembered, hard, source) = UnlearningLoss.Replace(student, attacked, guess, y, stop.Forgotten);
        // Targets: double softmax, sigma(sigma(source; 1); T)
        var target = loss.Target(source);
        // Step: g = dL/ds / N, down which the head goes
        optimizer.Step(loss.Gradient(student, hard, target).div_(f.shape[0]), f);
        Count(y, teacher, attacked, remembered);
    }

    private void Count(Tensor y, Tensor teacher, Tensor attacked, Tensor remembered)
    {
        var known = teacher.Called().eq(y);
        var failed = attacked.Called().eq(y);
        // Kept on the device: looked at once, at the end.
        counts[0].add_(known.sum());
        counts[1].add_(known.logical_and(failed).sum());
        counts[2].add_(remembered.logical_and(failed).sum());
    }

    // Stop: Acc(D_f) <= tau
    private void Look(bool atAll) => clock.Measure("stop", () => stop.Look(atAll));

    private bool IsForgotten(long[] batch)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(batch, device: features.device);
        var called = HeadLogits.Of(w, b, features.index_select(0, rows)).Called();
        return !HeadStop.Remembered(called, labels.index_select(0, rows), stop.Forgotten).any().item<bool>();
    }

    // Without progress for some epochs: enough is forgotten, or the attack is made twice as hard.
    private bool IsStalled()
    {
        stalled = stop.Accuracy < best ? 0 : stalled + 1;
        best = Math.Min(best, stop.Accuracy);
        if (stalled < lau.StallEpochs)
        {
            return false;
        }
        stalled = 0;
        if (stop.Accuracy <= Little)
        {
            warnings.Add(Invariant($"LAU stopped at {stop.Accuracy:F2} % on D_f: no progress in {lau.StallEpochs} epochs."));
            return true;
        }
        harder *= 2;
        warnings.Add(
            Invariant($"No progress in {lau.StallEpochs} epochs at {stop.Accuracy:F2} % on D_f: ")
                + Invariant($"the attack's step is now {lau.StepSize * harder:G3}.")
        );
        return false;
    }

    private LauResult Result(double rate)
    {
        var (tried, failed, guarded) = (counts[0].item<long>(), counts[1].item<long>(), counts[2].item<long>());
        var success = tried > 0 ? 1 - ((double)failed / tried) : double.NaN;
        Warn(success);
        var rms = Math.Sqrt(m2 / features.shape[1]);
        return new(epochs, steps, stop.Accuracy, success, guarded, rate, mean, rms, m2, warnings);
    }

    private void Warn(double success)
    {
        if (success < 0.5)
        {
            warnings.Add(
                Invariant($"The attack moved only {100 * success:F0} % of the features across a boundary; ")
                    + Invariant($"a step of {0.8 * mean:G3} (0.8 mean |f|) or more steps would fit these features better.")
            );
        }
        if (stop.IsLeft && !warnings.Exists(static warning => warning.StartsWith("LAU stopped", StringComparison.Ordinal)))
        {
            warnings.Add(
                epochs == lau.MaxEpochs
                    ? Invariant($"LAU ran all its {lau.MaxEpochs} epochs and left {stop.Accuracy:F2} % on D_f.")
                    : Invariant($"LAU stopped with {stop.Accuracy:F2} % left on D_f: nothing of an epoch's first batch was.")
            );
        }
    }
}
