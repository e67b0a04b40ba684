using Lethe.Metrics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

/// <summary>Ten Gaussian classes of rectified features and the best linear head for them: what LAU sees of a trained network.</summary>
internal sealed class FeatureWorld : IDisposable
{
    public const int Classes = 10,
        Size = 48,
        Forget = 8;

    private readonly Tensor means;
    private readonly double noise;

    public FeatureWorld(int seed = 1, int count = 1000, double noise = 0.9)
    {
        manual_seed(seed);
        this.noise = noise;
        means = randn(Classes, Size).relu_();
        Head = nn.Linear(Size, Classes);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        // Equal Gaussians: log p(class) = mu f / s^2 - |mu|^2 / 2 s^2.
        Head.weight!.copy_(means / (noise * noise));
        Head.bias!.copy_(means.square().sum(1) / (-2 * noise * noise));
        (Features, Labels) = Draw(Forget, count);
        (ForgetTest, ForgetTestLabels) = Draw(Forget, 500);
        var others = Enumerable.Range(0, Classes).Where(static label => label != Forget).Select(label => Draw(label, 200)).ToList();
        (RetainTest, RetainTestLabels) = (
            cat([.. others.Select(static pair => pair.Features)]).DetachFromDisposeScope(),
            cat([.. others.Select(static pair => pair.Labels)]).DetachFromDisposeScope()
        );
    }

    public Linear Head { get; }

    public Tensor Features { get; }

    public Tensor Labels { get; }

    public Tensor ForgetTest { get; }

    public Tensor ForgetTestLabels { get; }

    public Tensor RetainTest { get; }

    public Tensor RetainTestLabels { get; }

    public double OnForget => Of(ForgetTest, ForgetTestLabels);

    public double OnRetain => Of(RetainTest, RetainTestLabels);

    public double OnTraining => Of(Features, Labels);

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[means, Features, Labels, ForgetTest, ForgetTestLabels, RetainTest, RetainTestLabels])
        {
            tensor.Dispose();
        }
        Head.Dispose();
    }

    private double Of(Tensor features, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Accuracy.Of(Head.forward(features), labels);
    }

    private (Tensor Features, Tensor Labels) Draw(int label, int count)
    {
        using var scope = NewDisposeScope();
        return (
            (means[label] + (randn(count, Size) * noise)).relu_().DetachFromDisposeScope(),
            full(count, (long)label, dtype: ScalarType.Int64).DetachFromDisposeScope()
        );
    }
}
