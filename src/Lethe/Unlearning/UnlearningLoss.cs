namespace Lethe.Unlearning;

/// <summary>
/// What the student's head of LAU is trained on: targets that mix the attacked teacher and the student itself (the "unlearned mask"), and
/// the gradient of <c>L = (1 - alpha) L_CE + alpha T^2 L_DI</c> in closed form. All tensors are N x C, float32, or int64 of length N.
/// </summary>
/// <param name="Alpha">Weight of the distillation term.</param>
/// <param name="Temperature"><c>T</c>.</param>
/// <param name="DoubleSoftmax">Whether the distilled probabilities go through a second softmax.</param>
public sealed record UnlearningLoss(
    double Alpha,
    double Temperature,
    bool DoubleSoftmax = true,
    KlReduction Reduction = KlReduction.BatchMean
)
{
    /// <summary>
    /// Samples that the student still calls by their label learn from the attack; the others from the student, which leaves them where they
    /// went. With <c>u = [argmax s = y]</c>: <c>h = u ? argmax t(a) : argmax s</c>, and the soft source likewise.
    /// </summary>
    /// <param name="student"><c>s(f)</c>.</param>
    /// <param name="attacked"><c>t(a_K)</c>.</param>
    /// <param name="attackedLabels"><c>argmax t(a_K)</c>, or what <see cref="AttackedLabels"/> makes of it.</param>
    /// <param name="labels"><c>y</c>.</param>
    /// <param name="forgotten">bool, C, where several classes are forgotten: <c>u</c> is then whether the student calls the sample by any
    /// of them.</param>
    /// <returns><c>u</c>, the hard labels <c>h</c>, and the logits that the soft targets come from.</returns>
    public static (Tensor Remembered, Tensor Hard, Tensor Source) Replace(
        Tensor student,
        Tensor attacked,
        Tensor attackedLabels,
        Tensor labels,
        Tensor? forgotten = null
    )
    {
        var own = student.Called();
        var remembered = HeadStop.Remembered(own, labels, forgotten);
        return (remembered, where(remembered, attackedLabels, own), where(remembered.unsqueeze(1), attacked, student));
    }

    /// <summary><c>argmax t(a_K)</c>. With the guard the true label is out of the running, so a failed attack cannot teach it.</summary>
    public static Tensor AttackedLabels(Tensor attacked, Tensor labels, bool guard)
    {
        using var scope = NewDisposeScope();
        var logits = guard
            ? attacked.scatter(1, labels.unsqueeze(1), full_like(labels.unsqueeze(1), double.NegativeInfinity, attacked.dtype))
            : attacked;
        return logits.Called().MoveToOuterDisposeScope();
    }

    /// <summary><c>sigma(Z; T)</c> with <c>Z = sigma(source; 1)</c>; without double softmax <c>sigma(source; T)</c>.</summary>
    public Tensor Target(Tensor source) => ((DoubleSoftmax ? source.Sigma() : source) / Temperature).Sigma();

    /// <summary>
    /// <c>dL/ds</c> of each sample, before the mean over the batch: <c>g = (1 - alpha) (sigma(s; 1) - onehot(h)) + alpha T (sigma(s; T) -
    /// target)</c>, the second term divided by C for <see cref="KlReduction.Mean"/>.
    /// </summary>
    /// <remarks>One T of T^2 is used up by the derivative of s / T.</remarks>
    public Tensor Gradient(Tensor student, Tensor hard, Tensor target)
    {
        using var scope = NewDisposeScope();
        var distil = Alpha * Temperature * student.shape[0] / Count(student);
        var gradient = (student / Temperature).Sigma().sub_(target).mul_(distil).add_(student.Sigma(), 1 - Alpha);
        var index = hard.unsqueeze(1);
        return gradient.scatter_add_(1, index, full_like(index, Alpha - 1, gradient.dtype)).MoveToOuterDisposeScope();
    }

    private long Count(Tensor logits) => Reduction == KlReduction.Mean ? logits.numel() : logits.shape[0];
}
