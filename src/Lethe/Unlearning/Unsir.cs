using Lethe.Data;
using Lethe.Training;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Unlearning;

/// <summary>
/// UNSIR (Tarun et al., TNNLS 2023): noise is learned that the network is as far as possible from calling the forgotten class; trained as
/// that class beside some of D_r it impairs the network, and more of D_r repairs it. D_f itself is not read.
/// </summary>
/// <remarks>
/// As in the authors' notebook (vikram2000b/Fast-Machine-Unlearning): 256 images of noise, 40 steps of Adam at 0.1, each shown twenty times
/// in one epoch at 0.02, then one at 0.01. Their notebook gives label 0 to all noise; this gives the class's. Others run it at 1e-4, where
/// it hardly forgets. The noise is learned in evaluation mode, so that it leaves no trace in the statistics, and is not cut to an image's
/// range.
/// </remarks>
public sealed record Unsir : JointMethod
{
    public Unsir() => (Epochs, Optimizer, LearningRate, WeightDecay) = (1, OptimizerKind.Adam, 0.02, 0);

    public override string Name => "unsir";

    public override string Title => "UNSIR";

    public override DataAccess Reads => DataAccess.Retain;

    public override string? Refusal(ForgetKind kind) =>
        kind switch
        {
            ForgetKind.Class or ForgetKind.Classes => null,
            ForgetKind.SubClass => "UNSIR learns noise against a class of the network: it would impair the whole super-class.",
            _ => "UNSIR learns noise against a class, and never sees D_f: it cannot forget images.",
        };

    /// <summary>Images of noise.</summary>
    public int Noise { get; init; } = 256;

    public int NoiseSteps { get; init; } = 40;

    public double NoiseRate { get; init; } = 0.1;

    /// <summary>How often each image of noise is shown.</summary>
    public int Repeats { get; init; } = 20;

    /// <summary>Images of each kept class.</summary>
    public int PerClass { get; init; } = 1000;

    public double RepairRate { get; init; } = 0.01;

    public override SearchSpace Space =>
        SearchSpace
            .None.Log("learningRate", 1e-4, 5e-2, static (Unsir one, double value) => one with { LearningRate = value })
            .Log("repairRate", 1e-4, 5e-2, static (Unsir one, double value) => one with { RepairRate = value })
            .OneOf("noiseSteps", [25, 40, 100, 250], static (Unsir one, int value) => one with { NoiseSteps = value })
            .OneOf("perClass", [500, 1000], static (Unsir one, int value) => one with { PerClass = value });

    // Noise, impair, repair; classes are about as large as the forgotten one.
    public override double Units(int forget, int retain) =>
        3.0 * ((Noise * (NoiseSteps + Repeats)) + (2.0 * retain * Math.Min(1, (double)PerClass / forget)));

    public override IUnlearningMethod For(Profile profile) =>
        profile.IsTiny
            ? this with
            {
                BatchSize = 64,
                RetainBatchSize = 64,
                Noise = 64,
                Repeats = 8,
                PerClass = 200,
                LearningRate = 2e-3,
                RepairRate = 1e-3,
            }
            : this;

    public override void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var retain = Some(task);
        var noise = task.Clock.Measure("noise", () => UnsirNoise.Learned(task, retain, Noise, NoiseSteps, NoiseRate));
        task.Clock.Measure("impair", () => Loop(task, BatchOrder.Mixed).Run(task, Noise * Repeats, retain.Count, Loss));
        var repair = Loop(task, BatchOrder.ForgetThenRetain) with { LearningRate = RepairRate };
        task.Clock.Measure("repair", () => repair.Run(task, 0, retain.Count, Loss));

        // CE(M(x), y), y = c_f for noise, one forgotten class after the other
        Tensor Loss(int epoch, long[] noisy, long[] retained, RandomStream random)
        {
            var own = UnsirNoise.Labels(task, [.. noisy.Select(row => row % Noise)]);
            var shown = noise.index_select(0, tensor([.. noisy.Select(row => row % Noise)], device: noise.device));
            var kept =
                retained.Length > 0
                    ? [retain.Read(retained, task.Precision.Type(), task.Recipe.Augmentation, random)]
                    : Array.Empty<(Tensor, Tensor)>();
            var (images, labels) = JointBatch.Joined([(shown.to(task.Precision.Type()), own), .. kept]);
            return nn.functional.cross_entropy(task.Model.forward(images), labels);
        }
    }

    private ImageSubset Some(UnlearningTask task)
    {
        using var labels = task.Retain.Labels();
        using var onCpu = labels.cpu();
        var (own, random) = (onCpu.data<long>().ToArray(), RandomStream.For(task.Seed, "retained"));
        var rows = random.Permutation(own.Length).GroupBy(row => own[row]).SelectMany(of => of.Take(PerClass));
        return task.Retain.At([.. rows]);
    }
}
