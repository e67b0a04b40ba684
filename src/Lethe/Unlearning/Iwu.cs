using System.ComponentModel.DataAnnotations;
using Lethe.Metrics;
using Lethe.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>
/// Instance-wise unlearning (Cha et al., AAAI 2024) at the scale of a class: ascent on D_f, held back by adversarial images made from
/// D_f and by a penalty on weights that matter,
/// <c>min -CE(M(x), y) + a CE(M(x'), y') + lambda / 2 sum_p w_p (theta_p - theta0_p)^2</c>.
/// </summary>
/// <remarks>
/// The paper makes 20 to 200 adversarial images of each of 1 to 256 instances with 100 attack steps. For a whole class that is out of
/// reach; like DELETE's comparison this makes one a sample with few steps. All are made before training, from the original network.
/// </remarks>
public sealed record Iwu : IUnlearningMethod
{
    public string Name => "iwu";

    public string Title => "IWU";

    public DataAccess Reads => DataAccess.Forget;

    /// <summary>Largest L2 distance of an adversarial image, pixels in [0, 1].</summary>
    public double Radius { get; init; } = 0.4;

    /// <summary>L2 length of one attack step.</summary>
    public double StepSize { get; init; } = 0.1;

    public int Steps { get; init; } = 10;

    /// <summary><c>a</c>.</summary>
    public double AdversarialWeight { get; init; } = 0.1;

    /// <summary><c>lambda</c>; 0 leaves the importance out.</summary>
    public double Lambda { get; init; } = 1;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    public int Epochs { get; init; } = 20;

    public double LearningRate { get; init; } = 1e-4;

    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Percent: stop when the accuracy on D_f is no higher; negative to run all epochs.</summary>
    [Range(-1.0, 100.0)]
    public double Tau { get; init; }

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var model = task.Model;
        model.eval();
        var (adversarial, targets) = task.Clock.Measure("attack", () => Adversarial(task));
        var penalties = Lambda > 0 ? task.Clock.Measure("importance", () => Penalties(task)) : [];
        new ForgetLoop(this, task)
        {
            BatchSize = BatchSize, Epochs = Epochs, LearningRate = LearningRate, WeightDecay = WeightDecay, Tau = Tau, AddGradients = AddPenalties,
        }.Run((rows, images, labels) =>
        {
            var forget = nn.functional.cross_entropy(model.forward(images), labels);
            var index = tensor(rows, device: targets.device);
            model.eval(); // these images are no part of the data: they may not move the statistics
            var kept = nn.functional.cross_entropy(model.forward(task.Forget.Normalize(adversarial.index_select(0, index), task.Precision.Type())), targets.index_select(0, index));
            model.train();
            return (kept * AdversarialWeight) - forget;
        });

        // d/d theta of the penalty: lambda w (theta - theta0)
        void AddPenalties()
        {
            using var noGrad = no_grad();
            foreach (var (parameter, start, weight) in penalties)
            {
                using var moved = parameter - start;
                parameter.grad?.addcmul_(weight, moved, Lambda);
            }
        }
    }

    /// <summary>For every image of D_f one that the original takes for a random other class (or nearly); pixels in [0, 1], and the classes.</summary>
    internal (Tensor Pixels, Tensor Targets) Adversarial(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var forget = task.Forget;
        using var generator = RandomStream.For(task.Seed, Name, "attack").Torch(forget.Source.Device);
        var targets = RandomLabel.OtherThan(forget.Labels(), task.Model.Spec.Classes, generator);
        var parts = new List<Tensor>();
        foreach (var rows in forget.Batches(Prediction.BatchSize))
        {
            task.Cancellation.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            var pixels = forget.ReadPixels(rows).Pixels;
            parts.Add(Attack(x => task.Model.forward(forget.Normalize(x, task.Precision.Type())), pixels, targets.index_select(0, tensor(rows, device: targets.device)), generator).MoveToOuterDisposeScope());
        }
        return (cat(parts).MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope());
    }

    // x <- Proj(x - step g / ||g||), g = grad_x CE(M(x), target), Proj onto the L2 ball around the image and onto [0, 1]; random start.
    private Tensor Attack(Func<Tensor, Tensor> network, Tensor pixels, Tensor targets, Generator generator)
    {
        using var scope = NewDisposeScope();
        var start = randn(pixels.shape, device: pixels.device, generator: generator);
        var x = Project(pixels + (start * (StepSize / Norm(start))), pixels);
        for (var k = 0; k < Steps; k++)
        {
            using var step = NewDisposeScope();
            using var withGrad = enable_grad();
            var input = x.detach().requires_grad_(true);
            var gradient = autograd.grad([nn.functional.cross_entropy(network(input), targets, reduction: nn.Reduction.Sum)], [input])[0];
            using var noGrad = no_grad();
            x = Project(input - (gradient * (StepSize / Norm(gradient))), pixels).MoveToOuterDisposeScope();
        }
        return x.MoveToOuterDisposeScope();
    }

    private Tensor Project(Tensor x, Tensor pixels)
    {
        var moved = x - pixels;
        return (pixels + (moved * (Radius / Norm(moved)).clamp_max_(1))).clamp_(0, 1);
    }

    private static Tensor Norm(Tensor images) => images.square().sum([1, 2, 3], keepdim: true).sqrt_().clamp_min_(1e-12);

    /// <summary>
    /// Each parameter, its value now and <c>w = 1 - Omega</c>: Omega is the mean over batches of <c>|d mean ||z||_2 / d theta|</c>
    /// (Aljundi et al. 2018), scaled to [0, 1] within each tensor.
    /// </summary>
    internal List<(Parameter Parameter, Tensor Start, Tensor Weight)> Penalties(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var parameters = task.Model.parameters().ToList();
        var sums = parameters.ConvertAll(static parameter => zeros_like(parameter));
        foreach (var rows in task.Forget.Batches(BatchSize))
        {
            task.Cancellation.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            var length = task.Model.forward(task.Forget.Read(rows, task.Precision.Type()).Images).square().sum(1).sqrt().mean();
            var gradients = autograd.grad([length], [.. parameters]);
            foreach (var (sum, gradient) in sums.Zip(gradients))
            {
                sum.add_(gradient.abs_(), rows.Length);
            }
        }
        using var noGrad = no_grad();
        return parameters.Zip(sums, (parameter, sum) =>
        {
            var (low, high) = (sum.min(), sum.max());
            var omega = (sum - low) / (high - low).clamp_min(1e-30);
            return (parameter, parameter.detach().clone().MoveToOuterDisposeScope(), (1 - omega).MoveToOuterDisposeScope());
        }).ToList();
    }
}
