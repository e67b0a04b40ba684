using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Objectives;
using Lethe.Detection.Training;
using Lethe.Faces.Paired;
using Lethe.Runtime;
using Lethe.Tests.Faces.Paired;
using Lethe.Tests.Training;
using Lethe.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Training;

public sealed class DetectorTrainerTests : IDisposable
{
    private static readonly DetectorRecipe Recipe = new()
    {
        Epochs = 2,
        BatchSize = 8,
        LearningRate = 2e-3,
    };

    private readonly PairedMemory images = PairedToy.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int[] TrainRows => PairedToy.Rows(0, 24);

    private static int[] ValidationRows => PairedToy.Rows(24, 8);

    public void Dispose() => images.Dispose();

    private static Dictionary<string, Tensor> Copy(Detector detector) =>
        detector.state_dict().ToDictionary(static pair => pair.Key, static pair => pair.Value.detach().clone());

    private DetectorTrainingResult Train(
        Detector detector,
        IDetectorObjective objective,
        DetectorRecipe recipe,
        int[]? validation = null
    ) => new DetectorTrainer(recipe, objective, 1).Train(detector, images, TrainRows, validation ?? [], Token);

    // What a training shows to its objective.
    private sealed record Spy : IDetectorObjective
    {
        // No properties: what decides a result is told by its text, and these have none.
        private readonly Action<Detector, DetectorBatch> see;
        private readonly Action<Detector, DetectorBatch>? climb;

        public Spy(Action<Detector, DetectorBatch> see, Action<Detector, DetectorBatch>? climb = null) =>
            (this.see, this.climb) = (see, climb);

        public string Name => "spy";

        public string Title => "Spy";

        public WeightPerturbation Perturbation => climb is null ? WeightPerturbation.None : new(0.01);

        public Tensor Loss(Detector detector, DetectorBatch batch)
        {
            see(detector, batch);
            return new BaselineObjective().Loss(detector, batch);
        }

        public Tensor Ascent(Detector detector, DetectorBatch batch)
        {
            climb!(detector, batch);
            return new BaselineObjective().Loss(detector, batch);
        }
    }

    [Fact]
    public void A_batch_is_the_pixels_normalised_quality_by_quality_and_mirrored_alike()
    {
        var (mirrored, plain, seen) = (0, 0, new List<PairedFrame>());
        using var detector = PairedToy.Detector();
        Train(
            detector,
            new Spy(
                (_, batch) =>
                {
                    Assert.Equal(1, batch.Images.stride(1)); // channels-last
                    var parts = batch.Split(batch.Images);
                    foreach (var (i, frame) in batch.Frames.Index())
                    {
                        Assert.Equal(frame.IsFake ? 1 : 0, batch.Labels[i].item<long>());
                        Assert.Equal(frame.IsFake ? 1 : 0, batch.AllLabels[i + batch.Frames.Count].item<long>());
                        var pixels = images.Read([images.Frames.ToList().IndexOf(frame)])[0].to(ScalarType.Float32) / 255;
                        var expected =
                            (pixels - tensor(detector.Normalization.Mean).view(1, 3, 1, 1))
                            / tensor(detector.Normalization.Std).view(1, 3, 1, 1);
                        var turned = parts[0][i].allclose(expected[0].flip(2), atol: 1e-5);
                        for (var quality = 0; quality < 3; quality++)
                        {
                            Assert.True(parts[quality][i].allclose(turned ? expected[quality].flip(2) : expected[quality], atol: 1e-5));
                        }
                        (mirrored, plain) = turned ? (mirrored + 1, plain) : (mirrored, plain + 1);
                        seen.Add(frame);
                    }
                }
            ),
            Recipe
        );
        Assert.InRange(mirrored, 12, 36); // half of 48
        Assert.Equal(48, mirrored + plain);
        Assert.All(TrainRows, row => Assert.Equal(2, seen.Count(frame => frame == images.Frames[row]))); // once an epoch
    }

    [Fact]
    public void Without_flips_none_is_mirrored_and_batches_are_of_nearly_one_size()
    {
        var (sizes, firsts) = (new List<int>(), new List<float>());
        using var detector = PairedToy.Detector();
        Train(
            detector,
            new Spy(
                (_, batch) =>
                {
                    sizes.Add(batch.Frames.Count);
                    var row = images.Frames.ToList().IndexOf(batch.Frames[0]);
                    Assert.Equal(
                        images.Read([row])[0, 0, 0, 0, 5].item<byte>() / 255f,
                        (batch.Images[0, 0, 0, 5].item<float>() * 0.229f) + 0.485f,
                        1e-4f
                    );
                }
            ),
            Recipe with
            {
                Flip = false,
                Epochs = 1,
                BatchSize = 7,
            }
        );
        Assert.Equal([6, 6, 6, 6], sizes);
    }

    [Fact]
    public void While_only_the_head_is_trained_the_body_stays_to_the_bit_and_then_moves()
    {
        using var detector = PairedToy.Detector();
        var before = Copy(detector);
        var recipe = Recipe with { HeadOnlyEpochs = 1, Epochs = 1, WeightDecay = 0.1, PerturbFrom = 0 };
        Train(detector, new AwpXeObjective(), recipe);
        PairedToy.AssertEqual(before, detector, static name => !name.StartsWith("fc", StringComparison.Ordinal));
        Assert.False(detector.Head.weight!.equal(before["fc.weight"]).all().item<bool>());
        Assert.All(detector.parameters(), static parameter => Assert.True(parameter.requires_grad));

        Train(detector, new AwpXeObjective(), recipe with { HeadOnlyEpochs = 1, Epochs = 2 });
        Assert.All(detector.state_dict(), pair => Assert.False(pair.Value.equal(before[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Fact]
    public void The_weights_are_perturbed_from_the_epoch_on_and_in_it_the_statistics_of_one_pass_are_kept()
    {
        var (climbs, tracked) = (new List<int>(), new List<long>());
        using var detector = PairedToy.Detector();
        Train(
            detector,
            new Spy(
                (net, _) => tracked.Add(net.state_dict()["stage1.bn1.num_batches_tracked"].item<long>()),
                (_, batch) => climbs.Add(batch.Epoch)
            ),
            Recipe with
            {
                Epochs = 4,
                HeadOnlyEpochs = 1,
                PerturbFrom = 2,
            }
        );
        Assert.Equal([2, 2, 2, 3, 3, 3], climbs);
        Assert.Equal([0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8], tracked);
    }

    [Fact]
    public void One_step_goes_along_the_gradient_at_the_perturbed_weights()
    {
        using var scope = NewDisposeScope();
        using var detector = PairedToy.Detector();
        var before = Copy(detector);
        DetectorBatch? seen = null;
        var recipe = Recipe with
        {
            Epochs = 1,
            BatchSize = 24,
            Optimizer = OptimizerKind.Sgd,
            Momentum = 0,
            Cycle = null,
            LearningRate = 0.5,
        };
        Train(
            detector,
            new Spy(
                (_, batch) =>
                    seen = batch with
                    {
                        Images = batch.Images.clone().DetachFromDisposeScope(),
                        Labels = batch.Labels.clone().DetachFromDisposeScope(),
                        Right = null,
                    },
                static (_, _) => { }
            ),
            recipe
        );

        using var again = PairedToy.Detector();
        new WeightPerturbation(0.01).Apply(
            again,
            () => seen!.CrossEntropy(again.forward(seen.Images)),
            () => seen!.CrossEntropy(again.forward(seen.Images)).backward()
        );
        foreach (var (name, parameter) in again.named_parameters())
        {
            Assert.True(detector.state_dict()[name].allclose(before[name] - (0.5 * parameter.grad!), atol: 1e-6), name);
        }
        seen!.Images.Dispose();
        seen.Labels.Dispose();
    }

    [Fact]
    public void The_rate_and_beta_follow_one_cycle_in_the_optimizer_itself()
    {
        var rates = new List<double>();
        using var detector = PairedToy.Detector();
        new DetectorTrainer(Recipe, new BaselineObjective(), 1)
        {
            ReportEvery = TimeSpan.Zero,
            Progress = new EachStep(progress => rates.Add(progress.LearningRate)),
        }.Train(detector, images, TrainRows, [], Token);
        Assert.Equal(Enumerable.Range(0, 6).Select(static step => 2e-3 * new OneCycle().Rate(step, 6)), rates);
    }

    // Learns in the first epoch; then a rate of its own spoils it.
    private sealed record Spoiled : IDetectorObjective
    {
        public string Name => "spoiled";

        public string Title => "Spoiled";

        public Tensor Loss(Detector detector, DetectorBatch batch)
        {
            using var scope = NewDisposeScope();
            return (batch.CrossEntropy(detector.forward(batch.Images)) * (batch.Epoch < 2 ? 1 : -1)).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void The_best_weights_on_validation_are_kept_and_patience_ends_a_training()
    {
        using var detector = PairedToy.Detector();
        var result = Train(
            detector,
            new Spoiled(),
            Recipe with
            {
                Epochs = 12,
                Patience = 2,
                BatchSize = 6,
                Cycle = null,
                LearningRate = 5e-3,
            },
            ValidationRows
        );
        Assert.Equal(result.Validation.Count, result.BestEpoch + 2);
        Assert.True(result.Validation.Count < 12);
        Assert.Equal(
            result.Validation[result.BestEpoch - 1],
            DetectorEvaluation.Score(detector, images, ValidationRows, cancellation: Token).FrameAuc()
        );
        Assert.False(detector.training);
    }

    [Fact]
    public void Live_tensors_are_the_same_after_every_step()
    {
        using var few = PairedToy.Create(count: 16, side: 16);
        using var detector = PairedToy.Detector(width: 0.2);
        var live = new List<long>();
        new DetectorTrainer(Recipe with { Epochs = 60, BatchSize = 4 }, new QadObjective(), 1)
        {
            ReportEvery = TimeSpan.Zero,
            Progress = new EachStep(progress => live.Add(progress.LiveTensors)),
        }.Train(detector, few, PairedToy.Rows(0, 8), PairedToy.Rows(8, 8), Token);
        Assert.Equal(120, live.Count);
        Assert.Single(live.Skip(2).Distinct());
    }

    [Fact]
    public void What_is_not_a_number_stops_it_before_the_weights_are_touched()
    {
        using var detector = PairedToy.Detector();
        var before = Copy(detector);
        var objective = new HsicObjective { Alpha = double.NaN };
        var error = Assert.Throws<LetheException>(() => Train(detector, objective, Recipe));
        Assert.Equal(ExitCode.NotFinite, error.ExitCode);
        Assert.Contains("the loss is not finite at epoch 1, step 1", error.Message, StringComparison.Ordinal);
        PairedToy.AssertEqual(before, detector, static name => name.EndsWith("weight", StringComparison.Ordinal));

        using var other = PairedToy.Detector();
        Assert.Contains(
            "epoch 1, step 2",
            Assert
                .Throws<LetheException>(() => Train(other, new BaselineObjective(), Recipe with { LearningRate = 1e30, Cycle = null }))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Missing_classes_are_refused()
    {
        using var detector = PairedToy.Detector();
        int[] real = [0, 2, 4];
        DetectorTrainer Trainer(DetectorRecipe recipe) => new(recipe, new BaselineObjective(), 1);
        Assert.Contains(
            "for training 0 are fake",
            Assert.Throws<LetheException>(() => Trainer(Recipe).Train(detector, images, real, [], Token)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "for validation 0 are fake",
            Assert.Throws<LetheException>(() => Trainer(Recipe).Train(detector, images, TrainRows, real, Token)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "patience",
            Assert
                .Throws<LetheException>(() => Trainer(Recipe with { Patience = 1 }).Train(detector, images, TrainRows, [], Token))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_reader_of_its_own_is_asked_for_every_batch_and_its_pixels_are_disposed()
    {
        using var detector = PairedToy.Detector();
        using var plain = PairedToy.Detector();
        var (asked, given) = (0, new List<Tensor>());
        var trainer = new DetectorTrainer(Recipe, new BaselineObjective(), 1)
        {
            Reader = (source, batches) =>
                batches
                    .ToList()
                    .Select(rows => // all known before the first is read, as one that reads ahead would
                    {
                        asked++;
                        given.Add(source.Read(rows));
                        return (rows, given[^1]);
                    }),
        };
        Assert.Equal(Train(plain, new BaselineObjective(), Recipe).Losses, trainer.Train(detector, images, TrainRows, [], Token).Losses);
        Assert.Equal(6, asked);
        Assert.All(given, static tensor => Assert.True(tensor.IsInvalid));
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("qad")]
    public void A_faint_pattern_under_noise_is_learned(string objective)
    {
        using var many = PairedToy.Create(count: 160, strength: 12);
        using var detector = PairedToy.Detector(width: 1);
        new DetectorTrainer(
            new()
            {
                Epochs = 6,
                BatchSize = 16,
                LearningRate = 3e-3,
                Cycle = new(0.3),
                PerturbFrom = 1,
            },
            ObjectiveCatalog.All.Get(objective),
            1
        ).Train(detector, many, PairedToy.Rows(0, 96), PairedToy.Rows(96, 16), Token);
        Assert.True(DetectorEvaluation.Score(detector, many, PairedToy.Rows(112, 48), cancellation: Token).FrameAuc() > 0.9);
    }

    [Fact]
    public void Bfloat16_learns_too()
    {
        var threads = get_num_threads();
        set_num_threads(1);
        using var detector = PairedToy.Detector();
        var result = Train(detector, new QadObjective(), Recipe with { Epochs = 6, Precision = Precision.BFloat16 }, ValidationRows);
        set_num_threads(threads);
        Assert.True(result.Validation.Max() > 0.9, string.Join(" ", result.Validation));
    }

    [Fact]
    public void One_quality_alone_can_be_taken()
    {
        using var scope = NewDisposeScope();
        using var some = new PairedQualities(images, "c40", "raw");
        Assert.True(some.Read([3, 1]).equal(images.Read([3, 1]).index_select(1, tensor(new long[] { 2, 0 }))).all().item<bool>());
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => new PairedQualities(images, "c99")).ExitCode);
        using var detector = PairedToy.Detector();
        new DetectorTrainer(Recipe, new BaselineObjective(), 1).Train(detector, new PairedQualities(images, "c40"), TrainRows, [], Token);
    }
}
