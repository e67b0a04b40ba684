namespace Lethe.Unlearning;

/// <summary>
/// DELETE (CVPR 2025), a later relative of LAU that changes the whole network: distil from the original with the image's own class, and
/// every forgotten one, masked out of its softmax.
/// </summary>
/// <remarks>
/// Rate and epochs are those of the authors' ResNet18 on CIFAR-10 (shaaaaron/DELETE; 5e-5 for VGG16 and ViT), which has batches of 128. 64
/// here, as in all of the kit's rivals of its kind.
/// </remarks>
public sealed record Delete : ForgetMethod
{
    public Delete() => Epochs = 20;

    public override string Name => "delete";

    public override string Title => "DELETE";

    public override bool IsInPaper => false;

    public override SearchSpace Space => Searched(1e-5, 1e-2, 3, 5, 10, 20);

    public override void Unlearn(UnlearningTask task)
    {
        using var original = task.Model.Copy();
        original.eval();
        Train(
            task,
            (images, labels, _) =>
            {
                var target = Target(original.forward(images).detach(), labels, task.ForgetClasses);
                // L = KL(target || softmax(M(x))), averaged over the batch
                return SoftTargets.Divergence(target, task.Model.forward(images));
            }
        );
    }

    /// <summary>
    /// <c>softmax</c> of the original's logits with <c>z[y] = -inf</c>, and likewise for every forgotten class; N x C.
    /// </summary>
    internal static Tensor Target(Tensor logits, Tensor labels, IReadOnlyList<int> forgetClasses)
    {
        using var scope = NewDisposeScope();
        var own = labels.unsqueeze(1);
        var masked = ForgottenLogits
            .WithoutOthers(logits, labels, forgetClasses)
            .scatter(1, own, full_like(own, double.NegativeInfinity, logits.dtype));
        return masked.softmax(1).MoveToOuterDisposeScope();
    }
}
