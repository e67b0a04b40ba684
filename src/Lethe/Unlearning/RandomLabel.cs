using System.ComponentModel.DataAnnotations;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>
/// Every image of D_f gets a wrong label, uniform over the other C - 1 and drawn once, and the whole network learns it:
/// <c>min CE(M(x), y')</c> (Golatkar et al. 2020). D_f alone, as in LAU's comparison; later work passes over D_r as well.
/// </summary>
public sealed record RandomLabel : IUnlearningMethod
{
    public string Name => "random-label";

    public string Title => "Random Label";

    public DataAccess Reads => DataAccess.Forget;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    public int Epochs { get; init; } = 10;

    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Percent: stop when the accuracy on D_f is no higher; negative to run all epochs.</summary>
    [Range(-1.0, 100.0)]
    public double Tau { get; init; } = -1;

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        using var generator = RandomStream.For(task.Seed, Name, "labels").Torch(task.Model.Head.weight!.device);
        var wrong = OtherThan(task.Forget.Labels(), task.Model.Spec.Classes, generator);
        new ForgetLoop(this, task) { BatchSize = BatchSize, Epochs = Epochs, LearningRate = LearningRate, Tau = Tau }
            .Run((rows, images, _) => nn.functional.cross_entropy(task.Model.forward(images), wrong.index_select(0, tensor(rows, device: wrong.device))));
    }

    /// <summary>For each label another one, uniform over the other <c>classes - 1</c>: <c>(y + r) mod C</c>, r uniform in 1..C-1.</summary>
    internal static Tensor OtherThan(Tensor labels, int classes, Generator generator)
    {
        using var scope = NewDisposeScope();
        return randint(1, classes, labels.shape, ScalarType.Int64, labels.device, generator: generator).add_(labels).remainder_(classes).MoveToOuterDisposeScope();
    }
}
