namespace Lethe.Unlearning;

/// <summary>Where several classes are forgotten, one of them is no place for the images of another.</summary>
internal static class ForgottenLogits
{
    /// <summary>
    /// The logits with minus infinity for the forgotten classes other than the image's own; as they are where at most one is forgotten.
    /// </summary>
    /// <param name="logits">N x C.</param>
    /// <param name="labels">int64, N.</param>
    public static Tensor WithoutOthers(Tensor logits, Tensor labels, IReadOnlyList<int> forgetClasses)
    {
        if (forgetClasses.Count < 2)
        {
            return logits;
        }
        using var scope = NewDisposeScope();
        var forgotten = Mask(forgetClasses, logits.shape[1], logits.device);
        var own = labels.unsqueeze(1).eq(arange(logits.shape[1], device: logits.device));
        return logits.masked_fill(forgotten.logical_and(own.logical_not()), double.NegativeInfinity).MoveToOuterDisposeScope();
    }

    /// <summary>bool, C: true for the forgotten classes.</summary>
    /// <param name="classes">C.</param>
    public static Tensor Mask(IReadOnlyList<int> forgetClasses, long classes, Device device) =>
        tensor([.. Enumerable.Range(0, (int)classes).Select(forgetClasses.Contains)], device: device);
}
