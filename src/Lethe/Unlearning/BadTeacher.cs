using System.ComponentModel.DataAnnotations;
using Lethe.Models;
using Lethe.Training;
using TorchSharp;

namespace Lethe.Unlearning;

/// <summary>
/// Bad Teacher (Chundawat et al., AAAI 2023): the student learns D_f from a network that knows nothing, and D_r from the original; labels
/// are not used.
/// </summary>
/// <remarks>
/// As in the authors' code (vikram2000b/bad-teaching-unlearning): one epoch of Adam at 1e-4 over D_f and 30 % of D_r, and a divergence that
/// is averaged over classes too, C times weaker than the paper's. The untrained network in evaluation mode says nearly the same of every
/// image, close to uniform: D_f ends less certain than after retraining, which gives it away.
/// </remarks>
public sealed record BadTeacher : JointMethod
{
    public BadTeacher() => (Epochs, Optimizer, LearningRate, WeightDecay) = (1, OptimizerKind.Adam, 1e-4, 0);

    public override string Name => "bad-teacher";

    public override string Title => "Bad Teacher";

    /// <summary>Of D_r, that is read.</summary>
    [Range(0.0, 1.0)]
    public double Share { get; init; } = 0.3;

    public double Temperature { get; init; } = 1;

    public KlReduction Reduction { get; init; } = KlReduction.Mean;

    public override SearchSpace Space =>
        SearchSpace
            .None.Log("learningRate", 1e-5, 1e-3, static (BadTeacher one, double value) => one with { LearningRate = value })
            .OneOf("epochs", [1, 2, 5], static (BadTeacher one, int value) => one with { Epochs = value })
            .OneOf("temperature", [1.0, 2, 4], static (BadTeacher one, double value) => one with { Temperature = value })
            .OneOf("share", [0.1, 0.3, 1], static (BadTeacher one, double value) => one with { Share = value });

    // The teachers' passes come on top.
    public override double Units(int forget, int retain) => 4.0 * Epochs * (forget + Bound((int)(Share * retain)));

    public override IUnlearningMethod For(Profile profile) =>
        profile.IsTiny ? Bounded(profile) with { LearningRate = 1e-3 } : Bounded(profile);

    public override void Unlearn(UnlearningTask task)
    {
        manual_seed(task.Seed + 3000); // not the original's
        using var bad = ModelCatalog.Create(task.Model.Spec);
        using var good = task.Model.Copy();
        bad.to(task.Model.Head.weight!.device);
        bad.eval();
        good.eval();
        // L = KL(l sigma(b; T) + (1 - l) sigma(g; T) || sigma(s; T)), l = 1 on D_f
        Loop(task, BatchOrder.Mixed)
            .Run(
                task,
                task.Forget,
                Retained(task, Share),
                batch => SoftTargets.Divergence(Target(batch), task.Model.forward(batch.Images), Temperature, Reduction)
            );

        Tensor Target(JointBatch batch)
        {
            using var noGrad = no_grad();
            var (forget, retain) = (batch.OfForget(batch.Images), batch.OfRetain(batch.Images));
            var logits =
                forget.shape[0] == 0 ? good.forward(retain)
                : retain.shape[0] == 0 ? bad.forward(forget)
                : cat([bad.forward(forget), good.forward(retain)]);
            return (logits / Temperature).softmax(1);
        }
    }
}
