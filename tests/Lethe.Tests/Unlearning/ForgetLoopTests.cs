using Lethe.Metrics;
using Lethe.Runtime;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class ForgetLoopTests
{
    [Fact]
    public void It_stops_after_the_epoch_that_leaves_little_enough()
    {
        Assert.Equal(1, Run(new NegativeGradient { StopAt = 100 })["epochs"]);
        var all = Run(new NegativeGradient { StopAt = -1, Epochs = 3 });
        Assert.Equal(3, all["epochs"]);
        Assert.False(all.ContainsKey("forget_accuracy"));
        var some = Run(
            new NegativeGradient
            {
                StopAt = 50,
                Epochs = 60,
                LearningRate = 1e-2,
                BatchSize = 12,
            }
        );
        Assert.InRange(some["epochs"], 1, 59);
        Assert.InRange(some["forget_accuracy"], 0, 50);
    }

    [Fact]
    public void Who_looks_after_each_epoch_changes_nothing()
    {
        using var world = new ImageWorld();
        using var scope = NewDisposeScope();
        foreach (
            var method in (IUnlearningMethod[])[new NegativeGradient { StopAt = -1, Epochs = 3 }, new FineTune { Epochs = 3 }, Lau.Robust]
        )
        {
            var epochs = new List<int>();
            using var alone = world.Trained();
            using var watched = world.Trained();
            var task = world.Task(alone, method);
            method.Unlearn(task);
            method.Unlearn(
                world.Task(
                    watched,
                    method,
                    afterEpoch: epoch =>
                    {
                        epochs.Add(epoch);
                        Accuracy.Of(watched, world.RetainTrain);
                    }
                )
            );

            Assert.Equal(Enumerable.Range(1, (int)task.Figures["epochs"]), epochs);
            Assert.All(
                alone.state_dict().Zip(watched.state_dict()),
                static pair => Assert.True(pair.First.Value.eq(pair.Second.Value).all().item<bool>(), pair.First.Key)
            );
        }
    }

    [Fact]
    public void Within_an_epoch_it_stops_at_the_first_step_that_leaves_nothing()
    {
        using var world = new ImageWorld();
        var all = Run(stopWithin: true);
        Assert.InRange(all.Count, 2, 5); // of six steps
        Assert.Equal(0, all[^1]);
        Assert.All(all.SkipLast(1), static accuracy => Assert.True(accuracy > 0));
        Assert.Equal(6, Run(stopWithin: false).Count);

        // The accuracy on D_f after each step.
        List<double> Run(bool stopWithin)
        {
            using var model = world.Trained();
            var found = new List<double>();
            var task = world.Task(model, new NegativeGradient());
            new ForgetLoop(1, 4, 0.02, 0.9, 0, 0, 0, stopWithin).Run(
                task,
                (images, labels, _) =>
                {
                    found.Add(Accuracy.Of(model, world.ForgetTrain));
                    return nn.functional.cross_entropy(model.forward(images), labels).neg();
                }
            );
            found.Add(Accuracy.Of(model, world.ForgetTrain));
            return [.. found.Skip(1)];
        }
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_run_with_a_clear_message()
    {
        var error = Assert.Throws<LetheException>(() =>
            Run(
                new NegativeGradient
                {
                    LearningRate = 1e30,
                    ClipNorm = 0,
                    Epochs = 20,
                    StopAt = -1,
                }
            )
        );
        Assert.Equal(ExitCode.NotFinite, error.ExitCode);
        Assert.Contains("smaller learning rate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_when_asked_to()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var source = new CancellationTokenSource();
        source.Cancel();
        var method = new NegativeGradient();
        Assert.Throws<OperationCanceledException>(() =>
            method.Unlearn(
                new(model, [ImageWorld.Forget], method.Reads, world.ForgetTrain, world.RetainTrain)
                {
                    Recipe = new() { Epochs = 1 },
                    Cancellation = source.Token,
                }
            )
        );
    }

    private static SortedDictionary<string, double> Run(NegativeGradient method)
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var task = world.Task(model, method);
        method.Unlearn(task);
        return task.Figures;
    }
}
