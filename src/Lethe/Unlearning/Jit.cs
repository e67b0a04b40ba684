using System.ComponentModel.DataAnnotations;

namespace Lethe.Unlearning;

/// <summary>
/// JiT (Foster et al., 2024): D_f alone and no labels; the network is made smooth around the forgotten images, so that it no longer tells
/// them from noisy ones.
/// </summary>
/// <remarks>
/// As in the authors' code (jwf40/Information-Theoretic-Unlearning): one epoch of plain SGD, 25 noisy copies an image, cut to the range of
/// their batch, and a gradient through the clean image only. That code never zeroes gradients, so each step repeats those before it;
/// <see cref="ZeroGrad"/> off does as it does. The settings are those of its VGG for a class; it has none for ResNet18, and a narrow one
/// bears a tenth of that rate. The network is in evaluation mode: batch statistics would make clean and noisy images of a batch two
/// distributions.
/// </remarks>
public sealed record Jit : ForgetMethod
{
    public Jit() => (Epochs, LearningRate) = (1, 3e-4);

    public override string Name => "jit";

    public override string Title => "JiT";

    public override bool IsInPaper => false;

    public override bool IsRival => true;

    /// <summary>Standard deviation of the noise, in units of what the network sees.</summary>
    public double Sigma { get; init; } = 0.5;

    /// <summary>N, noisy copies of an image.</summary>
    [Range(1, int.MaxValue)]
    public int Copies { get; init; } = 25;

    public bool ZeroGrad { get; init; } = true;

    public override SearchSpace Space =>
        SearchSpace
            .None.Log("sigma", 0.01, 2, static (Jit one, double value) => one with { Sigma = value })
            .Log("learningRate", 1e-5, 1e-1, static (Jit one, double value) => one with { LearningRate = value })
            .OneOf("copies", [10, 25], static (Jit one, int value) => one with { Copies = value });

    public override double Units(int forget, int retain) => (3.0 + Copies) * Epochs * forget;

    public override IUnlearningMethod For(Profile profile) => profile.IsTiny ? this with { LearningRate = 3e-5, Copies = 5 } : this;

    public override void Unlearn(UnlearningTask task)
    {
        using var noise = RandomStream.For(task.Seed, "jit").Torch();
        var loop = new ForgetLoop(Epochs, BatchSize, LearningRate, 0, 0, 0, StopAt)
        {
            Statistics = NormStatistics.Running,
            SumsGradients = !ZeroGrad,
        };
        loop.Run(task, (images, _, _) => Roughness(task.Model.forward, images, noise));
    }

    /// <summary><c>L = 1/N sum_i sum_x ||f(x) - f(x + xi_i)|| / ||xi_i||</c>, xi ~ N(0, sigma^2)</summary>
    internal Tensor Roughness(Func<Tensor, Tensor> network, Tensor images, Generator noise)
    {
        var (clean, sum) = (network(images), zeros(1, device: images.device));
        var (low, high) = (images.min(), images.max());
        for (var i = 0; i < Copies; i++)
        {
            var drawn = randn(images.permute(0, 2, 3, 1).shape, generator: noise).to(images.dtype, images.device).permute(0, 3, 1, 2);
            sum = sum + Ratio(network, clean, images, (images + (Sigma * drawn)).clamp(low, high)).sum();
        }
        return (sum / Copies).sum();
    }

    /// <summary><c>||f(x) - f(x')|| / ||x - x'||</c>, N; differentiable through f(x) alone.</summary>
    internal static Tensor Ratio(Func<Tensor, Tensor> network, Tensor clean, Tensor images, Tensor noisy)
    {
        Tensor other;
        using (no_grad())
        {
            other = network(noisy);
        }
        return (clean - other).norm(1) / (images - noisy).to(ScalarType.Float32).flatten(1).norm(1);
    }
}
