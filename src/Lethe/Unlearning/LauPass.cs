using Lethe.Metrics;

namespace Lethe.Unlearning;

/// <summary>
/// LAU's reading of D_f: in one pass, or in parts that grow. Then it trains the head on the first part and reads as much again; it is done
/// if the head forgets that already, never having seen it, and else trains the original head anew on all it has read. A part that is not
/// forgotten for want of progress asks for more images, not for a harder attack.
/// </summary>
internal sealed class LauPass(Lau lau, UnlearningTask task)
{
    private long[] Order => field ??= RandomStream.For(task.Seed, "lau parts").Permutation(task.Forget.Count);

    /// <exception cref="LetheException">An attack on images is to read parts.</exception>
    public LauResult Train()
    {
        task.Model.eval();
        return lau.FirstPart <= 0 ? Whole()
            : lau.Attack == AttackTarget.Feature ? Parts()
            : throw LetheException.Usage(
                "LAU reads D_f in parts (firstPart) where its attack is on features; on images it needs them all."
            );
    }

    private LauResult Whole()
    {
        using var scope = NewDisposeScope();
        var (model, forget) = (task.Model, task.Forget);
        var features = task.Clock.Measure("features", () => Prediction.Features(model, forget, task.Precision));
        return On(lau, features, forget.Labels(), lau.Attack == AttackTarget.Image ? AttackImages : null);

        // The teacher is the whole network under its present head; the student still sees the clean features.
        Tensor AttackImages(long[] rows, Tensor weight, Tensor bias, double harder) =>
            new ImagePgd(lau.StepSize * harder, lau.Steps, lau.Radius * harder, lau.EarlyExit).Logits(
                x => nn.functional.linear(model.Features(x), weight, bias),
                forget,
                rows,
                task.Precision
            );
    }

    private LauResult Parts()
    {
        using var scope = NewDisposeScope();
        var features = Read(0, Math.Max(1, (int)Math.Round(lau.FirstPart * Order.Length)));
        var (parts, unseen) = (1, double.PositiveInfinity);
        using var noGrad = no_grad();
        var (w, b) = (task.Model.Head.weight!.clone(), task.Model.Head.bias!.clone());
        var result = Ahead(features);
        while (unseen > lau.Tau && features.shape[0] < Order.Length)
        {
            var next = Read(features.shape[0], Math.Min(features.shape[0], Order.Length - features.shape[0]));
            parts++;
            unseen = Remembered(next, features.shape[0]);
            features = cat([features, next]);
            if (unseen > lau.Tau)
            {
                task.Model.Head.weight!.copy_(w);
                task.Model.Head.bias!.copy_(b);
                var again = Ahead(features);
                result = again with { Epochs = result.Epochs + again.Epochs, Steps = result.Steps + again.Steps };
            }
        }
        task.Figures["parts"] = parts;
        task.Figures["share_read"] = (double)features.shape[0] / Order.Length;
        if (double.IsFinite(unseen))
        {
            task.Figures["unseen_accuracy"] = unseen;
        }
        return result;
    }

    // N x d
    private Tensor Read(long from, long count) =>
        task.Clock.Measure("features", () => Prediction.Features(task.Model, task.Forget.At(At(from, count)), task.Precision));

    // With the labels ahead: forgotten is then what lies behind by the margin.
    private LauResult Ahead(Tensor features)
    {
        var labels = Labels(0, features.shape[0]);
        using var ahead = ForgottenLogits.Mask(Gone(labels), task.Model.Head.weight!.shape[0], labels.device);
        Move(lau.Margin);
        try
        {
            var isAll = features.shape[0] == Order.Length;
            return On(isAll ? lau : lau with { MaxEpochs = Math.Min(lau.MaxEpochs, lau.StallEpochs) }, features, labels);
        }
        finally
        {
            Move(-lau.Margin);
        }

        void Move(double by)
        {
            using var step = ahead.to_type(ScalarType.Float32).mul_(by);
            task.Model.Head.bias!.add_(step);
        }
    }

    // Percent of features that the head has not been trained on.
    private double Remembered(Tensor features, long from) =>
        task.Clock.Measure(
            "stop",
            () =>
            {
                var look = new HeadStop(lau.Tau, features, Labels(from, features.shape[0]), task.Model.Head, task.ForgetClasses);
                look.Look(atAll: true);
                return look.Accuracy;
            }
        );

    private LauResult On(Lau how, Tensor features, Tensor labels, LauHead.Attack? attack = null) =>
        LauHead.Train(
            how,
            task.Model.Head,
            features,
            labels,
            task.Seed,
            task.Clock,
            task.Cancellation,
            attack,
            task.ForgetClasses,
            task.AfterEpoch
        );

    private Tensor Labels(long from, long count) => task.Forget.At(At(from, count)).Labels();

    private long[] At(long from, long count) => Order[(int)from..(int)(from + count)];

    // The classes to forget; of a sub-class the one that the network calls it by.
    private IReadOnlyList<int> Gone(Tensor labels)
    {
        using var onCpu = labels.cpu();
        return task.ForgetClasses.Count > 0
            ? task.ForgetClasses
            : [.. onCpu.data<long>().ToArray().Distinct().Select(static one => (int)one)];
    }
}
