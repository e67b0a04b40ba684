using Lethe.Metrics;

namespace Lethe.Unlearning;

/// <summary>
/// LAU's reading of D_f: in one pass, or in parts that grow. Then it trains the head on the first part and reads as much again; it is done
/// if the head forgets that already, never having seen it, and else trains on all it has read.
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
            : throw LetheException.Usage("LAU reads D_f in parts (firstPart) where its attack is on features; on images it needs them all.");
    }

    private LauResult Whole()
    {
        using var scope = NewDisposeScope();
        var (model, forget) = (task.Model, task.Forget);
        var features = task.Clock.Measure("features", () => Prediction.Features(model, forget, task.Precision));
        return On(features, forget.Labels(), lau.Attack == AttackTarget.Image ? AttackImages : null);

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
        var (features, unseen) = (Read(0, Math.Max(1, (int)Math.Round(lau.FirstPart * Order.Length))), double.NaN);
        var (read, parts, result) = (features.shape[0], 1, On(features, Labels(0, features.shape[0])));
        while (read < Order.Length)
        {
            var next = Read(read, Math.Min(read, Order.Length - read));
            parts++;
            read += next.shape[0];
            unseen = Remembered(next, read - next.shape[0]);
            features = cat([features, next]);
            if (unseen <= lau.UnseenTau)
            {
                break;
            }
            var again = On(features, Labels(0, features.shape[0]));
            result = again with { Epochs = result.Epochs + again.Epochs, Steps = result.Steps + again.Steps };
        }
        task.Figures["parts"] = parts;
        task.Figures["share_read"] = (double)read / Order.Length;
        if (!double.IsNaN(unseen))
        {
            task.Figures["unseen_accuracy"] = unseen;
        }
        return result;
    }

    // N x d
    private Tensor Read(long from, long count) =>
        task.Clock.Measure(
            "features",
            () => Prediction.Features(task.Model, task.Forget.At(Order[(int)from..(int)(from + count)]), task.Precision)
        );

    private LauResult On(Tensor features, Tensor labels, LauHead.Attack? attack = null) =>
        LauHead.Train(lau, task.Model.Head, features, labels, task.Seed, task.Clock, task.Cancellation, attack, task.ForgetClasses);

    // Percent of features that the head has not been trained on.
    private double Remembered(Tensor features, long from) =>
        task.Clock.Measure(
            "stop",
            () =>
            {
                using var noGrad = no_grad();
                var look = new HeadStop(lau.UnseenTau, features, Labels(from, features.shape[0]), task.Model.Head, task.ForgetClasses);
                look.Look(atAll: true);
                return look.Accuracy;
            }
        );

    private Tensor Labels(long from, long count) => task.Forget.At(Order[(int)from..(int)(from + count)]).Labels();
}
