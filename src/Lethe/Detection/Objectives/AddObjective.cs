using Lethe.Detection.Detectors;
using Lethe.Detection.Distillation;

namespace Lethe.Detection.Objectives;

/// <summary>
/// ADD (Le and Woo, AAAI 2022): a frozen teacher looks at the raw image, the student at the compressed ones, and is to answer right and to
/// see what the teacher sees: <c>L = CE + lambda_F sum_l a_l L_freq(l) + lambda_M sum_l b_l L_mv(l)</c> over the four stages.
/// </summary>
/// <remarks>
/// The published method trains one student for each compressed quality. With more than one in the batch this one student sees them all, and
/// the losses are their means. The stages are levels 2 to 5 of a detector, strides 4 to 32: <c>layer1</c> to <c>layer4</c> of a ResNet,
/// blocks 4, 7, 15 and 22 of EfficientNet-B1.
/// </remarks>
public sealed record AddObjective : IDetectorObjective
{
    private Detector? Frozen { get; init; }

    public string Name => "add";

    public string Title => "ADD";

    /// <summary>For records.</summary>
    public string Teacher { get; init; } = "";

    /// <summary><c>lambda_F</c>.</summary>
    public double FrequencyWeight { get; init; } = 1;

    /// <summary><c>lambda_M</c>.</summary>
    public double MultiViewWeight { get; init; } = 16;

    /// <summary><c>a_l</c>; the authors' configuration for ResNet.</summary>
    public IReadOnlyList<double> FrequencyStages { get; init; } = [0, 1, 2, 0.25];

    /// <summary><c>b_l</c>; the authors' configuration for both networks.</summary>
    public IReadOnlyList<double> MultiViewStages { get; init; } = [0, 0.5, 2.5, 2];

    public FrequencyAttention Frequency { get; init; } = new(1);

    public MultiView View { get; init; } = new();

    /// <summary>The authors' other configuration, for EfficientNet.</summary>
    public static AddObjective ForEfficientNet => new() { FrequencyStages = [0, 1, 0, 0], Frequency = new(0.01) };

    /// <summary>With this teacher, which is put into evaluation mode and not trained. It stays the caller's to dispose.</summary>
    /// <param name="teacher">Trained on raw images; of the student's kind.</param>
    /// <param name="name">Which weights these are: for records.</param>
    public AddObjective With(Detector teacher, string name)
    {
        teacher.eval();
        foreach (var parameter in teacher.parameters())
        {
            parameter.requires_grad = false;
        }
        return this with { Frozen = teacher, Teacher = name };
    }

    public IDetectorObjective For(Profile profile, string architecture) =>
        (architecture.StartsWith("efficientnet", StringComparison.Ordinal) ? ForEfficientNet : this) with
        {
            Teacher = "the baseline on the least compressed images, same seed",
        };

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        var count = batch.Qualities.Count - 1;
        if (Frozen is null || count < 1)
        {
            throw LetheException.Usage(
                Frozen is null
                    ? "ADD distils from a teacher and has none. Train a detector of the same kind on raw images and pass it to "
                        + "AddObjective.With."
                    : $"ADD wants a raw and a compressed quality of each image, and there is only {batch.Qualities[0]}."
            );
        }
        using var scope = NewDisposeScope();
        var size = batch.Labels.shape[0];
        var seen = detector.Look(batch.Images.narrow(0, size, count * size));
        var loss = batch.CrossEntropy(seen.Logits, batch.Labels.repeat(count));
        IReadOnlyList<Tensor> aims;
        using (no_grad())
        {
            aims = Frozen.Look(batch.Images.narrow(0, 0, size)).Levels;
        }
        var labels = batch.Labels.cpu().data<long>().ToArray();
        foreach (var (stage, (a, b)) in FrequencyStages.Zip(MultiViewStages).Index())
        {
            for (var quality = 0; quality < count; quality++)
            {
                var (map, aim) = (seen.Levels[stage + 1].narrow(0, quality * size, size), aims[stage + 1]);
                if (a != 0)
                {
                    loss += FrequencyWeight * a / count * Frequency.Of(map, aim);
                }
                if (b != 0)
                {
                    loss += MultiViewWeight * b / count * View.Of(map, aim, labels, batch.Random);
                }
            }
        }
        return loss.MoveToOuterDisposeScope();
    }
}
