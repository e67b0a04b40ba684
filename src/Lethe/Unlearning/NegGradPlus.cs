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
