using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;

namespace Lethe.Unlearning;

/// <summary>
/// SCRUB (Kurmanji et al., NeurIPS 2023): a student that starts as the original goes as far from it as it can on D_f and stays as near as
/// it can on D_r. Rewinding (SCRUB+R) returns to the epoch at which D_f looked as if it had not been seen.
/// </summary>
/// <remarks>
/// As in the authors' notebooks (meghdadk/SCRUB), with their settings for CIFAR-10 on ResNet18 (random images; for classes they only have
/// small data sets), one optimizer for both kinds of step. In evaluation mode the student equals the teacher and cannot start: the batch's
/// own statistics set it off. Their rewinding takes its goal from validation images of the forgotten class; where there are none, as
/// here, from a tenth of D_f that the steps on D_f leave out. For a whole class the goal is near 100 % error and the last epochs win. Epoch
/// 0 can be chosen too: their notebook would then load a file that is not there.
/// </remarks>
public sealed record Scrub : JointMethod
{
    public Scrub() => (Epochs, BatchSize, LearningRate) = (3, 512, 5e-4);

    public override string Name => Rewinds ? "scrub-r" : "scrub";

    public override string Title => Rewinds ? "SCRUB+R" : "SCRUB";

    /// <summary>Epochs, from the first, that have steps on D_f.</summary>
    public int MaxSteps { get; init; } = 2;

    /// <summary>Weight of the cross-entropy on D_r; <see cref="Alpha"/> is that of the distance to the teacher.</summary>
    public double Gamma { get; init; } = 0.99;

    public double Alpha { get; init; } = 0.001;

    public double Temperature { get; init; } = 4;

    public bool Rewinds { get; init; }

    public override SearchSpace Space =>
        Searched(1e-5, 1e-2, 3, 5, 10)
            .OneOf("alpha", [0.001, 0.01, 0.1, 0.5], static (Scrub one, double value) => one with { Alpha = value })
            .OneOf("gamma", [0.99, 1], static (Scrub one, double value) => one with { Gamma = value })
            .OneOf("temperature", [1.0, 2, 4], static (Scrub one, double value) => one with { Temperature = value })
            .OneOf("maxSteps", [1, 2, 3, 5], static (Scrub one, int value) => one with { MaxSteps = value })
            .OneOf("batchSize", [64, 512], static (Scrub one, int value) => one with { BatchSize = value });

    // The teacher's passes come on top.
    public override double Units(int forget, int retain) => 4.0 * ((Math.Min(Epochs, MaxSteps) * forget) + (Epochs * Bound(retain)));

    public override IUnlearningMethod For(Profile profile) =>
        profile.IsTiny ? Bounded(profile) with { LearningRate = 5e-3, ClipNorm = 1 } : Bounded(profile);

    public override void Unlearn(UnlearningTask task)
    {
        using var teacher = task.Model.Copy();
        teacher.eval();
        var order = RandomStream.For(task.Seed, "scrub").Permutation(task.Forget.Count);
        var held = Rewinds ? (order.Length + 9) / 10 : 0;
        var (unseen, forget, farthest) = (task.Forget.At(order[..held]), task.Forget.At(order[held..]), 0.0);
        List<(Classifier Model, double Error)> epochs = [(teacher, Rewinds ? Error(teacher, forget) : 0)];
        var loop = Loop(task, BatchOrder.ForgetThenRetain) with { ForgetEpochs = MaxSteps, AfterEpoch = Rewinds ? Keep : null };
        loop.Run(task, forget, Retained(task), Loss);
        task.Figures["farthest"] = farthest;
        if (Rewinds)
        {
            var best = Rewound([.. epochs.Select(static epoch => epoch.Error)], Error(task.Model, unseen));
            task.Model.CopyFrom(epochs[best].Model);
            task.Figures["rewound_to"] = best;
            epochs.Skip(1).ToList().ForEach(static epoch => epoch.Model.Dispose());
        }

        // On D_f -KD; on D_r gamma CE + alpha KD
        Tensor Loss(JointBatch batch)
        {
            var student = task.Model.forward(batch.Images);
            var distance = Distance(Logits(teacher, batch.Images), student, Temperature);
            farthest = batch.IsForget ? Math.Max(farthest, distance.item<float>()) : farthest;
            return batch.IsForget ? distance.neg() : (Gamma * nn.functional.cross_entropy(student, batch.Labels)) + (Alpha * distance);
        }

        void Keep(int epoch) => epochs.Add((task.Model.Copy(), Error(task.Model, forget)));

        double Error(Classifier model, ImageSubset images) => 100 - Accuracy.Of(model, images, task.Precision);
    }

    /// <summary><c>KD = T^2 KL(sigma(z_t; T) || sigma(z_s; T))</c>, averaged over the batch.</summary>
    internal static Tensor Distance(Tensor teacher, Tensor student, double temperature) =>
        temperature * temperature * SoftTargets.Divergence((teacher / temperature).softmax(1), student, temperature);

    /// <summary><c>e* = argmin_e |err_f[e] - err_v[E]|</c>, the first of equals: the epochs, from 0, after which to stop.</summary>
    internal static int Rewound(IReadOnlyList<double> forgetErrors, double unseenError) =>
        Enumerable.Range(0, forgetErrors.Count).MinBy(epoch => Math.Abs(forgetErrors[epoch] - unseenError));

    private static Tensor Logits(Classifier teacher, Tensor images)
    {
        using var noGrad = no_grad();
        return teacher.forward(images);
    }
}
