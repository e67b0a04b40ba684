using System.ComponentModel.DataAnnotations;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>
/// DELETE (CVPR 2025), a later relative of LAU that changes the whole network: distil from the original with the forgotten class masked out
/// of its softmax.
/// </summary>
/// <remarks>
/// Rate and epochs are those of the authors' ResNet18 on CIFAR-10 (shaaaaron/DELETE; 5e-5 for VGG16 and ViT), which has batches of 128. 64
/// here, as in all of the kit's rivals of its kind.
/// </remarks>
public sealed record Delete : IUnlearningMethod
{
    public string Name => "delete";

    public string Title => "DELETE";

    public bool IsInPaper => false;

    public DataAccess Reads => DataAccess.Forget;

    public int Epochs { get; init; } = 20;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Percent of D_f; negative for all epochs.</summary>
    public double StopAt { get; init; } = -1;

    public IUnlearningMethod For(Profile profile) =>
        profile.IsTiny ? this with { Epochs = 2, LearningRate = 1e-3 } : profile.Of(this, this, this with { Epochs = 4 }, this);

    public void Unlearn(UnlearningTask task)
    {
        using var original = task.Model.Copy();
        original.eval();
        new ForgetLoop(Epochs, BatchSize, LearningRate, 0.9, 0, 0, StopAt).Run(
            task,
            (images, _, _) =>
            {
                var target = Target(original.forward(images).detach(), task.ForgetClass);
                // L = KL(target || softmax(M(x))), averaged over the batch
                return nn
                    .functional.kl_div(
                        nn.functional.log_softmax(task.Model.forward(images), 1),
                        target,
                        log_target: false,
                        reduction: nn.Reduction.Sum
                    )
                    .div(images.shape[0]);
            }
        );
    }

    /// <summary><c>softmax</c> of the original's logits with <c>z[c_f] = -inf</c>; N x C, nothing on the forgotten class.</summary>
    internal static Tensor Target(Tensor logits, int forgetClass)
    {
        using var scope = NewDisposeScope();
        var masked = logits.clone();
        masked.select(1, forgetClass).fill_(double.NegativeInfinity);
        return masked.softmax(1).MoveToOuterDisposeScope();
    }
}
