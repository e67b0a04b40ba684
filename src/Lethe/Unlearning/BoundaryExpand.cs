using Lethe.Metrics;
using Lethe.Unlearning.Forgetting;
using TorchSharp.Modules;

namespace Lethe.Unlearning;

/// <summary>
/// Boundary Expand (Chen et al., CVPR 2023): the head gets one more class, D_f is trained into it, and the class is taken away again.
/// </summary>
/// <remarks>
/// As in the authors' code (TY-LEE-KR/Boundary-Unlearning-Code). OPTML's port leaves the extra output in place, so that all it calls counts
/// as forgotten; here it always goes, and what D_f's accuracy was with it is recorded. The authors' rate is 1e-5, for a small network.
/// </remarks>
public sealed record BoundaryExpand : ForgetMethod
{
    public BoundaryExpand() => LearningRate = 1e-5;

    public override string Name => "boundary-expand";

    public override string Title => "Boundary Expand";

    public override bool IsInPaper => false;

    public override bool IsRival => true;

    public override string? Refusal(ForgetKind kind) =>
        kind is ForgetKind.Random or ForgetKind.List
            ? "Boundary Expand gives what is forgotten a class of its own; images of all classes, with their like in D_r, make none."
            : null;

    public override SearchSpace Space => Searched(1e-6, 1e-2, 3, 5, 10);

    public override void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var (model, device) = (task.Model, task.Model.Head.weight!.device);
        using var generator = RandomStream.For(task.Seed, "boundary expand").Torch();
        var bound = 1 / Math.Sqrt(model.FeatureSize); // torch's default for a linear layer
        var weight = Drawn(1, model.FeatureSize);
        var bias = Drawn(1);
        var loop = new ForgetLoop(Epochs, BatchSize, LearningRate, 0.9, 0, 0, StopAt) { Also = [weight, bias] };
        loop.Run(
            task,
            (images, labels, _) =>
            {
                var features = model.Features(images);
                // L = CE([W f + b; w f + b'], C)
                return nn.functional.cross_entropy(Widened(features), full_like(labels, model.Spec.Classes));
            }
        );
        using var noGrad = no_grad();
        task.Figures["forget_accuracy_expanded"] = Accuracy.Of(
            Widened(Prediction.Features(model, task.Forget, task.Precision)),
            task.Forget.Labels()
        );

        Tensor Widened(Tensor features) => cat([model.Head.forward(features), nn.functional.linear(features, weight, bias)], 1);

        Parameter Drawn(params long[] shape) => new(((rand(shape, generator: generator) * 2) - 1).mul_(bound).to(device));
    }
}
