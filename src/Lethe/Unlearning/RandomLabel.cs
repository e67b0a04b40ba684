namespace Lethe.Unlearning;

/// <summary>
/// Trains the whole network on D_f with wrong labels: one of the other C - 1, drawn once for each image (Graves et al. 2021).
/// </summary>
/// <remarks>On D_f only, as the paper's count of data read says; today's variants also pass over D_r.</remarks>
public sealed record RandomLabel : ForgetMethod
{
    public override string Name => "random-label";

    public override string Title => "Random Label";

    public override SearchSpace Space => Searched(1e-6, 1e-2, 1, 3, 5, 10);

    public override void Unlearn(UnlearningTask task)
    {
        var wrong = WrongLabels.Of(task, LabelRange.NotItsOwn, LabelRedraw.Never);
        Train(
            task,
            (images, labels, rows) => nn.functional.cross_entropy(task.Model.forward(images), tensor(wrong.At(rows), device: labels.device))
        );
    }
}
