using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Training;

public sealed class TrainerTests
{
    private static readonly TrainingRecipe Recipe = new()
    {
        Epochs = 2,
        BatchSize = 16,
        LearningRate = 0.02,
        Augmentation = Augmentation.None,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // A recipe of one step over all 64 images that changes the weights by exactly the gradient.
    private static readonly TrainingRecipe OneStep = Recipe with
    {
        Epochs = 1,
        BatchSize = 64,
        Momentum = 0,
        WeightDecay = 0,
        Schedule = Schedule.Constant,
        LearningRate = 1,
    };

    private static Tensor[] Weights(Classifier model) => [.. model.parameters().Select(static p => p.detach().clone())];

    private static double Norm(IEnumerable<Tensor> tensors) =>
        Math.Sqrt(tensors.Sum(static t => t.to(ScalarType.Float64).square().sum().item<double>()));

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void The_toy_set_is_learned_and_the_loss_falls(Precision precision)
    {
        using var data = ToySet.Create();
        using var test = ToySet.Create(seed: 2);
        using var model = ToySet.Model();
        // One thread: this torch's bfloat16 weight gradients wait for the other threads in a busy loop, half a second each on a full
        // machine.
        var threads = get_num_threads();
        set_num_threads(1);
        var result = new Trainer(Recipe with { Epochs = 6, LearningRate = 0.05, Precision = precision }, 1).Train(model, data.All(), Token);
        set_num_threads(threads);
        Assert.Equal(6, result.Losses.Count);
        Assert.True(result.Losses[^1] < 0.5 * result.Losses[0], string.Join(" ", result.Losses));
        Assert.InRange(Accuracy.Of(model, test.All(), precision), 95, 100);
        Assert.False(model.training);
        Assert.All(model.parameters(), static p => Assert.Equal(ScalarType.Float32, p.dtype));
    }

    [Fact]
    public void The_seed_decides_and_nothing_else()
    {
        using var data = ToySet.Create();
        var runs = new[] { 1, 1, 2 }
            .Select(seed =>
            {
                using var model = ToySet.Model("vit");
                manual_seed(Environment.TickCount64); // the caller's generator must not matter
                return new Trainer(Recipe with { Augmentation = Augmentation.CropFlip }, seed).Train(model, data.All(), Token).Losses;
            })
            .ToList();
        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    [Fact]
    public void Label_smoothing_changes_the_loss_as_its_formula_says()
    {
        using var data = ToySet.Create();
        using var model = Sure();
        model.train();
        var (images, labels) = data.OfClass(0).Read([.. Enumerable.Range(0, 16).Select(static i => (long)i)]);
        var p = model.forward(images).detach().softmax(1);
        // (1 - e) (-ln p_y) + e / C sum_k (-ln p_k)
        var (sure, spread) = (-p.gather(1, labels.view(-1, 1)).log().mean().item<float>(), -p.log().mean().item<float>());
        using var again = Sure();
        var loss = new Trainer(OneStep with { LearningRate = 0, LabelSmoothing = 0.3 }, 1).Train(again, data.OfClass(0), Token).Losses[0];
        Assert.Equal((0.7 * sure) + (0.3 * spread), loss, 4);
        Assert.True(Math.Abs(sure - loss) > 0.05);

        // Where no class is preferred smoothing changes nothing.
        static Classifier Sure()
        {
            var model = ToySet.Model();
            using var noGrad = no_grad();
            model.Head.bias![0].add_(3);
            return model;
        }
    }

    [Fact]
    public void Clipping_shortens_a_long_gradient_to_the_norm_and_leaves_a_short_one()
    {
        using var data = ToySet.Create();
        var free = Step(0);
        Assert.True(Norm(free) > 0.5);
        var clipped = Step(0.1);
        Assert.Equal(0.1, Norm(clipped), 4);
        Assert.Equal(
            1,
            free.Zip(clipped).Sum(static pair => (pair.First * pair.Second).sum().item<float>()) / (Norm(free) * Norm(clipped)),
            3
        ); // the same direction
        Assert.Equal(Norm(free), Norm(Step(1000)), 5);

        Tensor[] Step(double clip)
        {
            using var model = ToySet.Model();
            var before = Weights(model);
            new Trainer(OneStep with { ClipNorm = clip }, 1).Train(model, data.All(), Token);
            return [.. Weights(model).Zip(before).Select(static pair => pair.First - pair.Second)];
        }
    }

    [Fact]
    public void The_number_of_live_tensors_is_the_same_after_every_step()
    {
        using var data = ToySet.Create(count: 16);
        using var model = ToySet.Model("vgg16");
        var live = new List<long>();
        new Trainer(Recipe with { Epochs = 25, BatchSize = 2, Augmentation = Augmentation.CropFlip, ClipNorm = 5 }, 1)
        {
            Progress = new EachStep(progress => live.Add(progress.LiveTensors)),
            ReportEvery = TimeSpan.Zero,
        }.Train(model, data.All(), Token);
        Assert.Equal(200, live.Count);
        // From the second step on: the first makes the gradients and the momenta.
        Assert.Single(live.Skip(1).Distinct());
    }

    [Fact]
    public void Progress_counts_epochs_and_steps_from_one()
    {
        using var data = ToySet.Create(count: 40);
        using var model = ToySet.Model();
        var seen = new List<(int, int)>();
        new Trainer(Recipe, 1)
        {
            Progress = new EachStep(progress => seen.Add((progress.Epoch, progress.Step))),
            ReportEvery = TimeSpan.Zero,
        }.Train(model, data.All(), Token);
        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], seen);
    }

    [Fact]
    public void Images_that_are_not_numbers_stop_it_and_the_message_says_where()
    {
        using var data = ToySet.Create(normalization: new([float.NaN, 0, 0], [1, 1, 1]));
        using var model = ToySet.Model();
        var before = Weights(model);
        var error = Assert.Throws<LetheException>(() => new Trainer(Recipe, 1).Train(model, data.All(), Token));
        Assert.Equal(ExitCode.NotFinite, error.ExitCode);
        Assert.Contains("the loss is not finite at epoch 1, step 1, learning rate 0.02", error.Message, StringComparison.Ordinal);
        Assert.Contains("There is no earlier checkpoint", error.Message, StringComparison.Ordinal);
        Assert.All(model.parameters().Zip(before), static pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void A_learning_rate_of_1e30_stops_it_at_the_second_step()
    {
        using var data = ToySet.Create();
        using var model = ToySet.Model();
        var error = Assert.Throws<LetheException>(() =>
            new Trainer(Recipe with { LearningRate = 1e30, Schedule = Schedule.Constant }, 1).Train(model, data.All(), Token)
        );
        Assert.Equal(ExitCode.NotFinite, error.ExitCode);
        Assert.Contains("epoch 1, step 2, learning rate 1E+30", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_spoilt_by_the_last_step_are_no_result()
    {
        using var data = ToySet.Create();
        using var model = ToySet.Model();
        var error = Assert.Throws<LetheException>(() =>
            new Trainer(OneStep with { LearningRate = 1e38, WeightDecay = 1000 }, 1).Train(model, data.All(), Token)
        );
        Assert.Equal(ExitCode.NotFinite, error.ExitCode);
        Assert.Contains("at the end of epoch 1", error.Message, StringComparison.Ordinal);
    }
}
