using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    // Cropping and flipping draw random numbers; so do the order of the images and the ViT's dropout.
    private static readonly TrainingRecipe Recipe = new()
    {
        Epochs = 2,
        BatchSize = 16,
        LearningRate = 0.01,
        LabelSmoothing = 0.1,
        ClipNorm = 1,
    };

    private readonly TemporaryFolder folder = new();
    private readonly ImageDataset data = ToySet.Create();

    private string Checkpoint => folder.File("training.safetensors");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    // Stops in the middle of the second epoch.
    private void Interrupt(Classifier model, TrainingRecipe recipe, int seed = 1)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var trainer = new Trainer(recipe, seed)
        {
            CheckpointFile = Checkpoint,
            ReportEvery = TimeSpan.Zero,
            Progress = new EachStep(progress =>
            {
                if (progress is { Epoch: 2, Step: 2 })
                {
                    stop.Cancel();
                }
            }),
        };
        Assert.Throws<OperationCanceledException>(() => trainer.Train(model, data.All(), stop.Token));
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("resnet18", OptimizerKind.Sgd)]
    [InlineData("resnet18", OptimizerKind.Adam)]
    [InlineData("resnet18", OptimizerKind.AdamW)]
    [InlineData("vit", OptimizerKind.Sgd)]
    [InlineData("vit", OptimizerKind.Adam)]
    [InlineData("vit", OptimizerKind.AdamW)]
    public void A_killed_training_goes_on_to_the_same_last_bit(string architecture, OptimizerKind optimizer)
    {
        var recipe = Recipe with { Optimizer = optimizer, LearningRate = optimizer == OptimizerKind.Sgd ? 0.01 : 0.001 };
        using var straight = ToySet.Model(architecture);
        var whole = new Trainer(recipe, 1).Train(straight, data.All(), Token);

        using (var killed = ToySet.Model(architecture))
        {
            Interrupt(killed, recipe);
        }
        using var resumed = ToySet.Model(architecture, seed: 99); // other weights: all must come from the file
        var rest = new Trainer(recipe, 1) { CheckpointFile = Checkpoint }.Train(resumed, data.All(), Token);

        Assert.Equal(1, rest.ResumedAt);
        Assert.Equal(whole.Losses, rest.Losses);
        var expected = straight.state_dict();
        Assert.All(resumed.state_dict(), pair => Assert.True(pair.Value.equal(expected[pair.Key]).all().item<bool>(), pair.Key));

        // Killed before the caller has saved the network: the checkpoint still has all of it.
        using var again = ToySet.Model(architecture, seed: 98);
        Assert.Equal(
            recipe.Epochs,
            new Trainer(recipe, 1) { CheckpointFile = Checkpoint }
                .Train(again, data.All(), Token)
                .ResumedAt
        );
        Assert.All(again.state_dict(), pair => Assert.True(pair.Value.equal(expected[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Fact]
    public void Cancellation_leaves_a_whole_checkpoint_of_the_last_finished_epoch()
    {
        using var model = ToySet.Model();
        Interrupt(model, Recipe);
        var (tensors, metadata) = SafetensorsFile.Read(Checkpoint);
        Assert.Equal("1", metadata["step"]);
        Assert.Contains("weight.conv1.weight", tensors.Keys);
        Assert.Contains("optimizer.0.momentum", tensors.Keys);
        Assert.Equal([Checkpoint], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_checkpoint_of_other_settings_is_not_taken_up()
    {
        using var model = ToySet.Model();
        Interrupt(model, Recipe, seed: 1);
        foreach (
            var (recipe, seed) in new[]
            {
                (Recipe with { Epochs = 1 }, 1),
                (Recipe with { Epochs = 1, LearningRate = 0.02 }, 1),
                (Recipe with { Epochs = 1 }, 2),
            }
        )
        {
            var kept = File.ReadAllBytes(Checkpoint);
            using var plain = ToySet.Model();
            using var beside = ToySet.Model();
            var expected = new Trainer(recipe, seed).Train(plain, data.All(), Token).Losses;
            var result = new Trainer(recipe, seed) { CheckpointFile = Checkpoint }.Train(beside, data.All(), Token);
            Assert.Equal(0, result.ResumedAt);
            Assert.Equal(expected, result.Losses);
            File.WriteAllBytes(Checkpoint, kept);
        }
    }

    [Fact]
    public void A_broken_checkpoint_is_an_error_and_not_a_fresh_start()
    {
        using var model = ToySet.Model();
        Interrupt(model, Recipe);
        var whole = File.ReadAllBytes(Checkpoint);
        File.WriteAllBytes(Checkpoint, whole[..(whole.Length / 2)]);
        Refused();

        File.WriteAllBytes(Checkpoint, whole);
        Edit((tensors, _) => tensors.Remove("weight.conv1.weight"));
        Refused();

        File.WriteAllBytes(Checkpoint, whole);
        Edit((_, metadata) => metadata["step"] = "one");
        Refused();

        File.WriteAllBytes(Checkpoint, whole);
        Edit((_, metadata) => metadata.Remove("random"));
        Refused();

        File.WriteAllBytes(Checkpoint, whole);
        Edit((tensors, _) => tensors["optimizer.0.momentum"] = ones(3));
        Refused();

        File.WriteAllBytes(Checkpoint, whole);
        Edit((tensors, _) => tensors.Remove("optimizer.0.momentum"));
        Refused();

        void Refused()
        {
            var error = Assert.Throws<LetheException>(() =>
                new Trainer(Recipe, 1) { CheckpointFile = Checkpoint }.Train(model, data.All(), Token)
            );
            Assert.Equal(ExitCode.BadFile, error.ExitCode);
            Assert.Contains(Checkpoint, error.Message, StringComparison.Ordinal);
        }

        void Edit(Action<Dictionary<string, Tensor>, Dictionary<string, string>> change)
        {
            var (tensors, metadata) = SafetensorsFile.Read(Checkpoint);
            change(tensors, metadata);
            SafetensorsFile.Write(Checkpoint, tensors, metadata);
        }
    }

    [Fact]
    public void A_run_that_blows_up_later_names_its_checkpoint_and_keeps_it()
    {
        using var model = ToySet.Model();
        Interrupt(model, Recipe);
        using var broken = ToySet.Create(normalization: new([float.NaN, 0, 0], [1, 1, 1])); // the same name and size
        var error = Assert.Throws<LetheException>(() =>
            new Trainer(Recipe, 1) { CheckpointFile = Checkpoint }.Train(model, broken.All(), Token)
        );
        Assert.Equal(ExitCode.NotFinite, error.ExitCode);
        Assert.Contains("epoch 2, step 1", error.Message, StringComparison.Ordinal);
        Assert.Contains($"after epoch 1, is in {Checkpoint}", error.Message, StringComparison.Ordinal);
        Assert.Equal("1", SafetensorsFile.Read(Checkpoint).Metadata["step"]);
    }

    [Fact]
    public void Another_runs_checkpoint_is_not_called_the_last_good_state()
    {
        using var model = ToySet.Model();
        Interrupt(model, Recipe);
        var error = Assert.Throws<LetheException>(() =>
            new Trainer(Recipe with { LearningRate = 1e30, ClipNorm = 0 }, 1) { CheckpointFile = Checkpoint }.Train(
                model,
                data.All(),
                Token
            )
        );
        Assert.Contains("There is no earlier checkpoint", error.Message, StringComparison.Ordinal);
    }
}
