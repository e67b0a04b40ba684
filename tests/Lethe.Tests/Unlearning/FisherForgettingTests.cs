using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class FisherForgettingTests
{
    private const int Classes = 3,
        Pixels = 12;

    [Fact]
    public void One_image_at_a_time_the_diagonal_of_softmax_regression_is_its_closed_form()
    {
        using var scope = NewDisposeScope();
        var (model, data, f, p) = Regression();
        var fisher = FisherForgetting.Diagonal(model, data.All(), 1, Precision.Float32, TestContext.Current.CancellationToken);
        // sum_c p_c (p_k - [c = k])^2 = p_k (1 - p_k), so F_kj = mean p_k (1 - p_k) f_j^2.
        var spread = p * (1 - p);
        Close(spread.t().matmul(f.square()) / f.shape[0], fisher[0]);
        Close(spread.mean([0L]), fisher[1]);
    }

    [Fact]
    public void In_batches_it_squares_the_gradient_of_the_batch()
    {
        using var scope = NewDisposeScope();
        var (model, data, f, p) = Regression();
        var fisher = FisherForgetting.Diagonal(model, data.All(), 100, Precision.Float32, TestContext.Current.CancellationToken);
        var expected = zeros(Classes, Pixels);
        for (var c = 0; c < Classes; c++)
        {
            var error = p.clone();
            error.select(1, c).sub_(1);
            expected.add_((error.t().matmul(f) / f.shape[0]).square() * p.select(1, c).mean());
        }
        Close(expected, fisher[0]);
    }

    [Fact]
    public void The_noise_has_the_variance_of_the_notebook()
    {
        using var scope = NewDisposeScope();
        using var model = ModelCatalog.Create(new("resnet18", 16, 0.25)); // as many classes as channels in the stem
        using var noisy = model.Copy();
        Tensor[] Flat(double fisher) => [.. model.parameters().Select(p => full_like(p, fisher))];
        var method = new FisherForgetting();
        method.AddNoise(noisy, Flat(0), 1e-6, 5, [0]);
        Variances(noisy, 1e-6 * 1e3, 1e-6 * 1e3 * 10, 1e-6 * 1e2 * 10); // 1 / F is cut off
        noisy.CopyFrom(model);
        method.AddNoise(noisy, Flat(0.1), 1e-6, 5, [0]);
        Variances(noisy, 1e-5, 1e-4, 1e-4); // 1 / F is 10

        void Variances(Classifier changed, double kernels, double vectors, double head)
        {
            var parameters = model
                .parameters()
                .Zip(changed.parameters(), (before, after) => (Before: before, Noise: (after - before).detach()))
                .ToList();
            Check(kernels, static (p, _) => p.dim() == 4);
            Check(vectors, (p, _) => p.dim() == 1 && !ReferenceEquals(p, model.Head.bias));
            Check(head, (p, _) => ReferenceEquals(p, model.Head.weight) || ReferenceEquals(p, model.Head.bias));

            void Check(double variance, Func<TorchSharp.Modules.Parameter, Tensor, bool> chosen)
            {
                var noise = cat([.. parameters.Where(pair => chosen(pair.Before, pair.Noise)).Select(static pair => pair.Noise.flatten())]);
                Assert.InRange(noise.square().mean().item<float>() / variance, 0.9, 1.1);
            }
        }
    }

    [Fact]
    public void The_variance_of_a_kernel_is_averaged_over_its_inputs()
    {
        using var scope = NewDisposeScope();
        var (model, _, _, _) = Regression();
        // Half of each row has F = 1 (v = 1), half F = 1/9 (v = 9): 5 on average, tenfold in the head.
        var fisher = ones(Classes, Pixels);
        fisher.slice(1, 0, Pixels / 2, 1).fill_(1.0 / 9);
        var sum = 0.0;
        for (var seed = 0UL; seed < 300; seed++)
        {
            var before = model.Head.weight!.detach().clone();
            new FisherForgetting().AddNoise(model, [fisher, ones(Classes)], 1e-4, seed, [0]);
            sum += (model.Head.weight! - before).slice(1, Pixels / 2, Pixels, 1).square().mean().item<float>();
        }
        Assert.InRange(sum / 300 / 1e-4, 46, 54);
    }

    [Fact]
    public void The_forgotten_row_can_be_replaced()
    {
        using var scope = NewDisposeScope();
        var (model, _, _, _) = Regression();
        using (no_grad())
        {
            model.Head.weight!.fill_(100);
        }
        new FisherForgetting { ZeroForgetRow = true }.AddNoise(model, [ones(Classes, Pixels), ones(Classes)], 1e-9, 1, [2]);
        Assert.True(model.Head.weight![2].abs().max().item<float>() < 0.2);
        Assert.True(model.Head.weight[1].min().item<float>() > 99);
    }

    [Fact]
    public void The_row_drawn_anew_has_the_variance_of_the_notebook()
    {
        using var scope = NewDisposeScope();
        var (model, _, _, _) = Regression();
        var sum = 0.0;
        for (var seed = 0UL; seed < 300; seed++)
        {
            new FisherForgetting { ZeroForgetRow = true }.AddNoise(model, [ones(Classes, Pixels), ones(Classes)], 1e-9, seed, [2]);
            sum += model.Head.weight![2].square().mean().item<float>();
        }
        Assert.InRange(sum / 300 / 1e-3, 0.9, 1.1); // 1e-4, tenfold in the last layer
    }

    [Fact]
    public void Each_run_says_which_level_it_took()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var chosen = new FisherForgetting { MaxImages = 16 };
        var task = world.Task(model, chosen);
        chosen.Unlearn(task);
        Assert.Contains(task.Figures["level"], FisherForgetting.Levels);
        var given = new FisherForgetting { MaxImages = 16, Level = 3e-9 };
        var other = world.Task(model, given);
        given.Unlearn(other);
        Assert.Equal(3e-9, other.Figures["level"]);
        Assert.DoesNotContain("choice", other.Clock.Seconds.Keys);
    }

    private static (LinearClassifier Model, ImageDataset Data, Tensor Features, Tensor Probabilities) Regression()
    {
        manual_seed(9);
        var images = randint(0, 256, [20, 3, 2, 2], ScalarType.Int64).to(ScalarType.Byte);
        var data = new ImageDataset(
            "pixels",
            images,
            randint(0, Classes, 20, ScalarType.Int64),
            ["a", "b", "c"],
            new([0.5f, 0.5f, 0.5f], [0.3f, 0.3f, 0.3f])
        );
        var model = new LinearClassifier(Classes, Pixels);
        var features = model.Features(data.All().Read([.. Enumerable.Range(0, 20).Select(static i => (long)i)]).Images);
        return (model, data, features, model.Head.forward(features).softmax(1).detach());
    }

    private static void Close(Tensor expected, Tensor actual) => Assert.True((expected - actual).abs().max().item<float>() < 1e-6);
}
