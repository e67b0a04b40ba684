using Lethe.Detection;
using Lethe.Detection.Objectives;
using Lethe.Detection.Training;
using Lethe.Faces.Paired;
using Lethe.Runtime;
using Lethe.Tests.Faces.Paired;
using Lethe.Tests.Training;
using Lethe.Training;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Training;

/// <summary>What a training of <see cref="DetectorTrainer"/> that was killed goes on from.</summary>
public sealed class DetectorResumeTests : IDisposable
{
    private static readonly DetectorRecipe Recipe = new()
    {
        Epochs = 2,
        BatchSize = 8,
        LearningRate = 2e-3,
    };

    private readonly TemporaryFolder folder = new();
    private readonly PairedMemory images = PairedToy.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int[] TrainRows => PairedToy.Rows(0, 24);

    private static int[] ValidationRows => PairedToy.Rows(24, 8);

    public void Dispose()
    {
        images.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("qad")]
    [InlineData("center")]
    public void A_killed_training_goes_on_to_the_same_last_bit(string name)
    {
        // Head-only first, so that Adam has counted fewer steps of the body; then perturbed; class centres move.
        IDetectorObjective objective =
            name == "center" ? new CenterObjective { Kind = CenterKind.Class, Lambda = 0.01 } : new QadObjective();
        var recipe = Recipe with { Epochs = 4, HeadOnlyEpochs = 1, PerturbFrom = 2 };
        using var straight = PairedToy.Detector();
        var whole = new DetectorTrainer(recipe, objective, 1).Train(straight, images, TrainRows, ValidationRows, Token);
        Assert.Equal(4, whole.Validation.Count);

        foreach (var epoch in new[] { 2, 3, 4 })
        {
            var file = folder.File($"{name}{epoch}.safetensors");
            using (var killed = PairedToy.Detector())
            using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Token))
            {
                var trainer = new DetectorTrainer(recipe, objective, 1)
                {
                    CheckpointFile = file,
                    ReportEvery = TimeSpan.Zero,
                    Progress = new EachStep(at =>
                    {
                        if (at.Epoch == epoch && at.Step == 2)
                        {
                            stop.Cancel();
                        }
                    }),
                };
                Assert.Throws<OperationCanceledException>(() => trainer.Train(killed, images, TrainRows, ValidationRows, stop.Token));
                Assert.All(killed.parameters(), static parameter => Assert.True(parameter.requires_grad));
            }
            using var resumed = PairedToy.Detector(seed: 99); // other weights: all must come from the file
            var rest = new DetectorTrainer(recipe, objective, 1) { CheckpointFile = file }.Train(
                resumed,
                images,
                TrainRows,
                ValidationRows,
                Token
            );
            Assert.Equal(epoch - 1, rest.ResumedAt);
            Assert.Equal(whole.Losses, rest.Losses);
            Assert.Equal(whole.Validation, rest.Validation);
            Assert.Equal(whole.BestEpoch, rest.BestEpoch);
            PairedToy.AssertEqual(straight.state_dict(), resumed);
        }
    }

    [Fact]
    public void A_checkpoint_of_other_settings_is_not_taken_up_and_a_broken_one_is_an_error()
    {
        var file = folder.File("training.safetensors");
        using var detector = PairedToy.Detector();
        DetectorTrainingResult Run(IDetectorObjective objective, DetectorRecipe recipe, int seed, int[] validation) =>
            new DetectorTrainer(recipe, objective, seed) { CheckpointFile = file }.Train(detector, images, TrainRows, validation, Token);
        var recipe = Recipe with { Epochs = 1 };
        var centres = new CenterObjective { Kind = CenterKind.Class };
        Run(centres, recipe, 1, ValidationRows);
        var kept = File.ReadAllBytes(file);
        Assert.Equal(1, Run(centres, recipe, 1, ValidationRows).ResumedAt);
        foreach (
            var other in new Func<DetectorTrainingResult>[]
            {
                () => Run(centres with { Rate = 0.4 }, recipe, 1, ValidationRows),
                () => Run(centres, recipe with { Flip = false }, 1, ValidationRows),
                () => Run(centres, recipe, 2, ValidationRows),
                () => Run(centres, recipe, 1, ValidationRows[..6]),
                () => Run(new BaselineObjective(), recipe, 1, ValidationRows),
            }
        )
        {
            File.WriteAllBytes(file, kept);
            Assert.Equal(0, other().ResumedAt);
        }
        foreach (var missing in new[] { "weight.objective.centres", "weight.best.fc.bias", "weight.fc.bias", "optimizer.0.mean" })
        {
            File.WriteAllBytes(file, kept);
            var (tensors, metadata) = SafetensorsFile.Read(file);
            tensors.Remove(missing);
            SafetensorsFile.Write(file, tensors, metadata);
            Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => Run(centres, recipe, 1, ValidationRows)).ExitCode);
        }
    }
}
