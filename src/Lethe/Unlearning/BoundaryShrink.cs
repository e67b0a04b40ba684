using Lethe.Data;
using Lethe.Models;

namespace Lethe.Unlearning;

/// <summary>
/// Boundary Shrink (Chen et al., CVPR 2023): each forgotten image is taught the label across its nearest boundary, found by one FGSM step
/// on the original network. Where the step crosses no boundary the label stays the true one, as in the published code; the share that
/// crosses is reported.
/// </summary>
/// <remarks>
/// The labels depend on the original network alone, so they are found once and not anew in every epoch; the result is the same. The step is
/// taken in true pixel values; the published code (TY-LEE-KR/Boundary-Unlearning-Code) goes to and from them with means and deviations that
/// are not those its images were normalised with. The paper's rate of 1e-5 belongs to a much smaller network; on these it leaves D_f as it
/// is.
/// </remarks>
public sealed record BoundaryShrink : ForgetMethod
{
    public override string Name => "boundary-shrink";

    public override string Title => "Boundary Shrink";

    /// <summary>Of the FGSM step, in pixels of [0, 1].</summary>
    public double Bound { get; init; } = 0.1;

    public override SearchSpace Space =>
        Searched(1e-6, 1e-2, 3, 5, 10)
            .OneOf("bound", [0.03, 0.1, 0.2], static (BoundaryShrink one, double value) => one with { Bound = value });

    public override void Unlearn(UnlearningTask task)
    {
        var nearest = task.Clock.Measure("attack", () => NearestLabels(task.Model, task.Forget, task.Precision, task.ForgetClasses));
        using (var labels = task.Forget.Labels())
        using (var onCpu = labels.cpu())
        {
            task.Figures["attack_success"] = onCpu
                .data<long>()
                .ToArray()
                .Zip(nearest)
                .Average(static pair => pair.First == pair.Second ? 0.0 : 1.0);
        }
        Train(
            task,
            (images, labels, rows) =>
                nn.functional.cross_entropy(
                    task.Model.forward(images),
                    tensor([.. rows.Select(row => nearest[row])], device: labels.device)
                )
        );
    }

    /// <summary>
    /// <c>y' = argmax M0(clamp(x + bound sign(d/dx CE(M0(x), y))))</c>, the attacked image rounded to whole pixel values.
    /// </summary>
    /// <param name="forgetClasses">Where there are several, none of the others is a label to go to.</param>
    internal long[] NearestLabels(Classifier original, ImageSubset forget, Precision precision, IReadOnlyList<int> forgetClasses)
    {
        original.eval();
        var fgsm = new ImagePgd(Bound, Steps: 1, Bound, Round: true);
        var nearest = new List<long>(forget.Count);
        foreach (var rows in forget.Batches(Metrics.Prediction.BatchSize))
        {
            using var scope = NewDisposeScope();
            var logits = fgsm.Logits(original.forward, forget, rows, precision);
            var allowed = ForgottenLogits.WithoutOthers(logits, forget.At(rows).Labels(), forgetClasses);
            nearest.AddRange(allowed.argmax(1).cpu().data<long>().ToArray());
        }
        return [.. nearest];
    }
}
