using System.ComponentModel.DataAnnotations;
using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>
/// Instance-wise unlearning (Cha et al., AAAI 2024), brought to the size of a class: climb the loss on D_f, learn adversarial images of other
/// classes made from D_f, and hold on to the weights that do not matter for D_f.
/// </summary>
/// <remarks>
/// The original makes twenty adversarial images for each of at most 256 instances, a hundred steps each; for thousands of images one is made
/// on the fly, in ten steps, as other class-wise comparisons do.
/// </remarks>
public sealed record Iwu : IUnlearningMethod
{
    public string Name => "iwu";

    public string Title => "IWU";

    public DataAccess Reads => DataAccess.Forget;

    public int Epochs { get; init; } = 20;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-4;

    public double AdversarialWeight { get; init; } = 0.1;

    /// <summary><c>lambda</c>, of the importance penalty; 0 leaves it out.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Steps of the targeted L2 attack.</summary>
    public int AttackSteps { get; init; } = 10;

    /// <summary>Length of an attack step, in pixels of [0, 1], over the whole image.</summary>
    public double AttackStep { get; init; } = 0.1;

    /// <summary>Longest attack.</summary>
    public double AttackRadius { get; init; } = 0.4;

    /// <summary>Percent of D_f.</summary>
    public double StopAt { get; init; }

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var (model, forget, type) = (task.Model, task.Forget, task.Precision.Type());
        using var original = model.Copy();
        original.eval();
        var start = original.parameters().Select(static p => p.detach()).ToArray();
        var importance = Lambda > 0 ? task.Clock.Measure("importance", () => Importance(model, forget, task.Precision)) : null;
        var targets = RandomStream.For(task.Seed, "iwu targets");
        new ForgetLoop(Epochs, BatchSize, LearningRate, 0.9, 0, 0, StopAt).Run(task, (images, labels, rows) =>
        {
            var (pixels, _) = forget.ReadPixels(rows);
            var other = tensor([.. labels.cpu().data<long>().ToArray().Select(label => (label + 1 + targets.Next(model.Spec.Classes - 1)) % model.Spec.Classes)], device: labels.device);
            var adversarial = Attack(original, forget, pixels, other, type);
            // L = -CE(M(x), y) + w CE(M(x'), y') + lambda / 2 sum_p (1 - Omega_p) (theta_p - theta0_p)^2; x' in evaluation mode
            var loss = nn.functional.cross_entropy(model.forward(images), labels).neg();
            model.eval();
            loss = loss + (AdversarialWeight * nn.functional.cross_entropy(model.forward(forget.Normalize(adversarial, type)), other));
            model.train();
            if (importance is not null)
            {
                var penalties = model.parameters().Zip(start).Zip(importance, static (pair, omega) => ((1 - omega) * (pair.First - pair.Second).square()).sum());
                loss = loss + (Lambda / 2 * stack(penalties).sum());
            }
            return loss;
        });
    }

    /// <summary>Memory-aware importance on D_f: <c>Omega_p = mean_x |d ||M(x)||_2 / d theta_p|</c> over batches, brought to [0, 1] in each tensor.</summary>
    internal static Tensor[] Importance(Classifier model, ImageSubset forget, Precision precision)
    {
        model.eval();
        using var scope = NewDisposeScope();
        var parameters = model.parameters().ToArray();
        var sums = parameters.Select(static p => zeros_like(p)).ToArray();
        foreach (var rows in forget.Batches(64))
        {
            using var step = NewDisposeScope();
            var norm = model.forward(forget.Read(rows, precision.Type()).Images).norm(1).mean();
            foreach (var (sum, gradient) in sums.Zip(autograd.grad([norm], parameters)))
            {
                sum.add_(gradient.abs());
            }
        }
        return [.. sums.Select(static sum =>
        {
            var (low, high) = (sum.min(), sum.max());
            return ((sum - low) / (high - low).clamp_min(1e-12)).MoveToOuterDisposeScope();
        })];
    }

    /// <summary>Moves images towards <paramref name="targets"/> on the original network, within an L2 ball; float32, in [0, 1].</summary>
    internal Tensor Attack(Classifier original, ImageSubset forget, Tensor pixels, Tensor targets, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var moved = pixels.detach();
        for (var i = 0; i < AttackSteps; i++)
        {
            using var step = NewDisposeScope();
            var x = moved.detach().requires_grad_(true);
            var loss = nn.functional.cross_entropy(original.forward(forget.Normalize(x, type)), targets, reduction: nn.Reduction.Sum);
            var gradient = autograd.grad([loss], [x])[0];
            using var noGrad = no_grad();
            var offset = x - (AttackStep * gradient / Length(gradient)) - pixels;
            offset = offset * (AttackRadius / Length(offset)).clamp_max(1);
            moved = pixels.add(offset).clamp_(0, 1).MoveToOuterDisposeScope();
        }
        return moved.detach().MoveToOuterDisposeScope();

        // L2 over each image, N x 1 x 1 x 1
        static Tensor Length(Tensor images) => images.square().sum([1, 2, 3], keepdim: true).sqrt().clamp_min(1e-12);
    }
}
