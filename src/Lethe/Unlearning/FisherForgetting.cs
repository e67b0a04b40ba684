using System.ComponentModel.DataAnnotations;
using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>
/// Fisher Forgetting (Golatkar et al., CVPR 2020): noise on every weight, the more the less D_r depends on it,
/// <c>theta' = theta + sqrt(v) N(0, 1)</c>, <c>v = alpha / F</c> with the limits and factors of the authors' notebook.
/// </summary>
public sealed record FisherForgetting : IUnlearningMethod
{
    private static readonly double[] Sweep = [1e-9, 1e-8, 1e-7, 1e-6];

    public string Name => "fisher-forgetting";

    public string Title => "Fisher Forgetting";

    /// <summary>D_r for the Fisher diagonal; the sweep looks at D_f too.</summary>
    public DataAccess Reads => Alpha > 0 ? DataAccess.Retain : DataAccess.Both;

    /// <summary>Strength of the noise. 0 tries 1e-9, 1e-8, 1e-7 and 1e-6 and keeps the one with the largest gap between the accuracies on D_r and D_f.</summary>
    public double Alpha { get; init; }

    /// <summary>
    /// Images a backward pass. 1 is the exact diagonal, C passes an image. More is an estimate that costs as many times less; its
    /// expectation is the exact one: see <see cref="Diagonal"/>.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Use only this many images of D_r for the diagonal, drawn once; 0 for all.</summary>
    public int MaxSamples { get; init; }

    /// <summary>Images of D_r and of D_f that the sweep measures on.</summary>
    [Range(1, int.MaxValue)]
    public int SweepSamples { get; init; } = 2000;

    /// <summary>Replace the forgotten class's row of the head by noise of variance 1e-4. It makes D_f vanish whatever else is done.</summary>
    public bool ZeroForgetRow { get; init; }

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var model = task.Model;
        model.eval();
        var random = RandomStream.For(task.Seed, Name);
        var images = MaxSamples > 0 ? task.Retain.Take(MaxSamples, random) : task.Retain;
        var diagonal = task.Clock.Measure("fisher", () => Diagonal(model, images, BatchSize, task.Precision, random, task.Cancellation));
        task.Figures["fisher_samples"] = images.Count;
        using var noGrad = no_grad();
        using var generator = random.Torch(model.Head.weight!.device);
        var (parameters, start) = (model.parameters().ToList(), model.parameters().Select(static parameter => parameter.detach().clone()).ToList());
        var noise = parameters.Zip(diagonal, (parameter, f) => Variance(model, parameter, f).sqrt_().mul(randn(parameter.shape, device: parameter.device, generator: generator))).ToList();
        var alpha = Alpha > 0 ? Alpha : task.Clock.Measure("sweep", () => Best(task, random, Apply));
        Apply(alpha);
        task.Figures["alpha"] = alpha;

        void Apply(double strength)
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                parameters[i].copy_(start[i].add(noise[i], Math.Sqrt(strength)));
            }
            if (ZeroForgetRow)
            {
                using var rowGenerator = RandomStream.For(task.Seed, Name, "row").Torch(model.Head.weight!.device);
                model.Head.weight![task.ForgetClass] = randn([model.FeatureSize], device: model.Head.weight.device, generator: rowGenerator) * 1e-2;
                model.Head.bias![task.ForgetClass] = randn([1], device: model.Head.weight.device, generator: rowGenerator).squeeze(0) * 1e-2;
            }
        }
    }

    /// <summary>
    /// The diagonal of the Fisher information, labels drawn from the network itself:
    /// <c>F_p = mean_x sum_k p_k(x) (d CE(M(x), k) / d theta_p)^2</c>; one tensor a parameter.
    /// </summary>
    /// <remarks>
    /// Squares of per-image gradients need a backward pass an image. A batch's <c>sum_i s_i sqrt(p_k(x_i)) CE(x_i, k)</c> with random
    /// signs <c>s_i = ±1</c> has a gradient whose square is their sum in expectation: the mixed terms cancel (Hutchinson 1990).
    /// </remarks>
    internal static List<Tensor> Diagonal(Classifier model, ImageSubset images, int batchSize, Precision precision, RandomStream random, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        using var generator = random.Torch(images.Source.Device);
        var parameters = model.parameters().ToList();
        var sums = parameters.ConvertAll(static parameter => zeros_like(parameter));
        foreach (var rows in images.Batches(batchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            var logProbabilities = model.forward(images.Read(rows, precision.Type()).Images).log_softmax(1);
            var roots = logProbabilities.detach().div(2).exp();
            for (var k = 0; k < logProbabilities.shape[1]; k++)
            {
                using var pass = NewDisposeScope();
                var signs = randint(0, 2, [rows.Length], ScalarType.Float32, images.Source.Device, generator: generator).mul_(2).sub_(1);
                var loss = (logProbabilities.select(1, k) * roots.select(1, k) * signs).sum();
                foreach (var (sum, gradient) in sums.Zip(autograd.grad([loss], [.. parameters], retain_graph: true)))
                {
                    sum.addcmul_(gradient, gradient, 1.0 / images.Count);
                }
            }
        }
        return sums.ConvertAll(static sum => sum.MoveToOuterDisposeScope());
    }

    // v = min(1 / (F + 1e-8), 1e3), the head's min(v, 1e2); matrices and kernels averaged over their inputs; the head and all vectors times 10.
    internal static Tensor Variance(Classifier model, Tensor parameter, Tensor fisher)
    {
        using var scope = NewDisposeScope();
        var isHead = ReferenceEquals(parameter, model.Head.weight) || ReferenceEquals(parameter, model.Head.bias);
        var v = (fisher + 1e-8).reciprocal_().clamp_max_(isHead ? 1e2 : 1e3);
        if (v.dim() > 1)
        {
            v = v.mean([1], keepdim: true).expand_as(fisher);
        }
        return (isHead || fisher.dim() == 1 ? v * 10 : v.clone()).MoveToOuterDisposeScope();
    }

    private double Best(UnlearningTask task, RandomStream random, Action<double> apply)
    {
        var (retain, forget) = (task.Retain.Take(SweepSamples, random), task.Forget.Take(SweepSamples, random));
        return Sweep.MaxBy(alpha =>
        {
            apply(alpha);
            return Accuracy.Of(task.Model, retain, task.Precision) - Accuracy.Of(task.Model, forget, task.Precision);
        });
    }
}
