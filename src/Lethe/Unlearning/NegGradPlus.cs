using System.ComponentModel.DataAnnotations;

namespace Lethe.Unlearning;

/// <summary>NegGrad+ (Kurmanji et al., NeurIPS 2023): climbs the loss on D_f while it descends that on D_r, in the same step.</summary>
/// <remarks>
/// As in the authors' notebook (meghdadk/SCRUB), with the network in evaluation mode; weight, rate and epochs are those of Deep Unlearn
/// (xcadet/deepunlearn) before its search. Neither bounds the climb; nor does this.
/// </remarks>
public sealed record NegGradPlus : JointMethod
{
    public NegGradPlus() => Statistics = NormStatistics.Running;

    public override string Name => "neggrad-plus";

    public override string Title => "NegGrad+";

    /// <summary>a, the weight of D_r.</summary>
    [Range(0.0, 1.0)]
    public double Retention { get; init; } = 0.95;

    public override SearchSpace Space =>
        SearchSpace
            .None.OneOf("retention", [0.8, 0.9, 0.95, 0.99], static (NegGradPlus one, double value) => one with { Retention = value })
            .Log("learningRate", 1e-4, 5e-2, static (NegGradPlus one, double value) => one with { LearningRate = value })
            .OneOf("epochs", [3, 5, 10], static (NegGradPlus one, int value) => one with { Epochs = value });

    // Beside each batch of D_r one of D_f.
    public override double Units(int forget, int retain) => 6.0 * Epochs * Bound(retain);

    // At the authors' rate the climb ends in no number there: batches are smaller, so steps are more.
    public override IUnlearningMethod For(Profile profile) =>
        profile.IsTiny ? Bounded(profile) with { LearningRate = 1e-3 } : Bounded(profile);

    public override void Unlearn(UnlearningTask task) =>
        Loop(task, BatchOrder.Paired)
            .Run(
                task,
                task.Forget,
                Retained(task),
                batch =>
                {
                    var logits = task.Model.forward(batch.Images);
                    // L = a CE on D_r - (1 - a) CE on D_f
                    return (Retention * nn.functional.cross_entropy(batch.OfRetain(logits), batch.OfRetain(batch.Labels)))
                        - ((1 - Retention) * nn.functional.cross_entropy(batch.OfForget(logits), batch.OfForget(batch.Labels)));
                }
            );
}
