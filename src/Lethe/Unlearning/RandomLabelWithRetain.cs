using Lethe.Training;

namespace Lethe.Unlearning;

/// <summary>
/// Random Label as it is run today: D_f with wrong labels, drawn once from the kept classes, shuffled into D_r with its own. Repositories
/// call it "amnesiac" (Graves, Nagisetty and Ganesh, AAAI 2021, who also take back logged training steps).
/// </summary>
/// <remarks>
/// After the code of Bad Teacher and SSD (vikram2000b/bad-teaching-unlearning, if-loops/selective-synaptic-dampening): three epochs of Adam
/// at 1e-4 in batches of 128. A notebook of the method's authors draws labels and then never uses them; that slip is not copied.
/// </remarks>
public sealed record RandomLabelWithRetain : JointMethod
{
    public RandomLabelWithRetain() => (Epochs, BatchSize, Optimizer, LearningRate, WeightDecay) = (3, 128, OptimizerKind.Adam, 1e-4, 0);

    public override string Name => "random-label-retain";

    public override string Title => "Random Label with D_r";

    public override SearchSpace Space => Searched(1e-5, 5e-2, 1, 3, 5, 10);

    public override IUnlearningMethod For(Profile profile) =>
        profile.IsTiny ? Bounded(profile) with { LearningRate = 1e-3 } : Bounded(profile);

    public override void Unlearn(UnlearningTask task)
    {
        var wrong = WrongLabels.Of(task, LabelRange.Kept, LabelRedraw.Never);
        // L = CE(M(x), y'), y' = y on D_r
        Loop(task, BatchOrder.Mixed)
            .Run(
                task,
                task.Forget,
                Retained(task),
                batch => nn.functional.cross_entropy(task.Model.forward(batch.Images), wrong.In(batch))
            );
    }
}
