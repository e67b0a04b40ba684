using Lethe.Detection;
using Lethe.Detection.Objectives;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Runtime;
using Lethe.Tests.Detection.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Objectives;

/// <summary>Every objective against its formula, written out with plain numbers.</summary>
public sealed class ObjectivesTests
{
    // Three qualities of five instances.
    private static readonly double[][][] Logits =
    [
        [
            [1.0, -0.5],
            [0.2, 0.9],
            [-1.1, 0.4],
            [0.3, 0.3],
            [2.0, -2.0],
        ],
        [
            [0.8, -0.1],
            [0.4, 0.5],
            [-0.7, 0.2],
            [0.1, 0.6],
            [1.2, -0.4],
        ],
        [
            [0.1, 0.2],
            [0.6, 0.6],
            [-0.2, -0.3],
            [0.5, -0.2],
            [0.3, 0.1],
        ],
    ];

    private static readonly long[] Labels = [0, 1, 1, 0, 1];

    private static DetectorBatch Batch(IReadOnlyDictionary<string, Tensor>? state = null) =>
        new(
            tensor(
                    Logits
                        .SelectMany(static quality => quality.SelectMany(static row => row.Select(static value => (float)value)))
                        .ToArray()
                )
                .view(15, 2),
            tensor(Labels),
            [.. Labels.Select(static (label, i) => new PairedFrame($"v{i}", "id", label == 1 ? "P-DF" : Film.Real, 0))],
            ["raw", "c23", "c40"]
        )
        {
            State = state ?? new Dictionary<string, Tensor>(),
        };

    private static double[] Softmax(double[] z, double temperature = 1)
    {
        var e = z.Select(value => Math.Exp(value / temperature)).ToArray();
        return [e[0] / e.Sum(), e[1] / e.Sum()];
    }

    private static double CrossEntropy =>
        Logits.Average(static quality => quality.Select(static (z, i) => -Math.Log(Softmax(z)[Labels[i]])).Average());

    private static double Kl(double[] p, double[] q) => p.Zip(q, static (a, b) => a * Math.Log(a / b)).Sum();

    private static double Divergence(double temperature) =>
        Enumerable
            .Range(1, 2)
            .Sum(c => Enumerable.Range(0, 5).Average(i => Kl(Softmax(Logits[0][i], temperature), Softmax(Logits[c][i], temperature))));

    private static double Value(IDetectorObjective objective, DetectorBatch? batch = null, bool ascends = false)
    {
        using var scope = NewDisposeScope();
        using var detector = new GivenDetector();
        batch ??= Batch();
        return (ascends ? objective.Ascent(detector, batch) : objective.Loss(detector, batch)).to(ScalarType.Float64).item<double>();
    }

    [Fact]
    public void Baseline_is_the_mean_over_qualities_and_counts_what_is_right()
    {
        using var scope = NewDisposeScope();
        var right = zeros(1, ScalarType.Int64);
        Assert.Equal(CrossEntropy, Value(new BaselineObjective(), Batch() with { Right = right }), 1e-6);
        Assert.Equal(
            Logits.Sum(static quality => quality.Select(static (z, i) => (z[1] > z[0] ? 1 : 0) == Labels[i] ? 1 : 0).Sum()),
            right.item<long>()
        );
    }

    [Fact]
    public void Soft_label_adds_what_the_others_say_differently_from_raw() =>
        Assert.Equal(CrossEntropy + (0.3 * 16 * Divergence(4)), Value(new SoftLabelObjective { Lambda = 0.3 }), 1e-6);

    [Fact]
    public void Soft_label_teaches_from_raw_and_does_not_change_it()
    {
        using var scope = NewDisposeScope();
        using var detector = new GivenDetector();
        Tensor Gradient(double lambda)
        {
            var batch = Batch();
            batch.Images.requires_grad_(true);
            new SoftLabelObjective { Lambda = lambda }
                .Loss(detector, batch)
                .backward();
            return batch.Images.grad!;
        }
        var (with, without) = (Gradient(1), Gradient(0));
        Assert.True(with[..5].allclose(without[..5]));
        Assert.False(with[5..].allclose(without[5..]));
    }

    [Fact]
    public void Pairwise_adds_the_distances_of_logits()
    {
        var distances = new[] { (0, 1), (0, 2), (1, 2) }.Sum(static pair =>
            Enumerable
                .Range(0, 5)
                .Average(i =>
                    Math.Sqrt(
                        Math.Pow(Logits[pair.Item1][i][0] - Logits[pair.Item2][i][0], 2)
                            + Math.Pow(Logits[pair.Item1][i][1] - Logits[pair.Item2][i][1], 2)
                    )
                )
        );
        Assert.Equal(CrossEntropy + (0.2 * distances), Value(new PairwiseObjective { Lambda = 0.2 }), 1e-5);
    }

    [Fact]
    public void Pairwise_has_a_gradient_where_the_qualities_are_the_same()
    {
        using var scope = NewDisposeScope();
        using var detector = new GivenDetector();
        var batch = Batch() with { Images = ones(15, 2).requires_grad_(true) };
        new PairwiseObjective().Loss(detector, batch).backward();
        Assert.True(batch.Images.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Center_adds_the_spread_around_the_mean_over_the_qualities()
    {
        var spread = Enumerable
            .Range(0, 5)
            .Average(static i =>
                Enumerable
                    .Range(0, 2)
                    .Sum(k =>
                    {
                        var mean = Logits.Average(quality => quality[i][k]);
                        return Logits.Sum(quality => Math.Pow(quality[i][k] - mean, 2));
                    })
            );
        Assert.Equal(CrossEntropy + (0.2 * spread), Value(new CenterObjective { Lambda = 0.2 }), 1e-6);
    }

    [Fact]
    public void Class_centres_move_halfway_to_their_members()
    {
        using var scope = NewDisposeScope();
        using var detector = new GivenDetector();
        var objective = new CenterObjective
        {
            Kind = CenterKind.Class,
            Lambda = 0.2,
            Rate = 0.5,
        };
        var state = objective.InitialState(detector);
        // From centres at 0: half the squared norm, over the qualities.
        var spread = Enumerable.Range(0, 5).Average(static i => Logits.Sum(quality => quality[i].Sum(static value => value * value) / 2));
        Assert.Equal(CrossEntropy + (0.2 * spread), Value(objective, Batch(state)), 1e-6);
        foreach (var (label, k) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
        {
            var members = Enumerable
                .Range(0, 5)
                .Where(i => Labels[i] == label)
                .SelectMany(i => Logits.Select(quality => quality[i][k]))
                .ToList();
            Assert.Equal(0.5 * members.Sum() / (1 + members.Count), state["centres"][label, k].item<float>(), 1e-6);
        }
    }

    [Theory]
    [InlineData(PairReduction.Sum)]
    [InlineData(PairReduction.Mean)]
    public void Hsic_adds_the_collaborative_loss_of_the_levels_and_qad_the_same(PairReduction reduction)
    {
        using var scope = NewDisposeScope();
        var parts = Batch().Split(Batch().Images);
        IReadOnlyList<Tensor>[] levels = [.. Enumerable.Repeat(parts, 6)];
        var collaborative =
            new CollaborativeLoss(Hsic.Debiased, CollaborativeLoss.PublishedWeights).Of(levels).item<double>()
            / (reduction == PairReduction.Mean ? 3 : 1);
        Assert.Equal(CrossEntropy + (0.3 * collaborative), Value(new HsicObjective { Alpha = 0.3, Reduction = reduction }), 1e-6);
        Assert.Equal(CrossEntropy + (0.3 * collaborative), Value(new QadObjective { Alpha = 0.3, Reduction = reduction }), 1e-6);
        Assert.Equal(CrossEntropy, Value(new HsicObjective { Alpha = 0 }), 1e-6);
    }

    [Fact]
    public void Each_perturbation_climbs_its_own_loss()
    {
        Assert.Equal(CrossEntropy, Value(new AwpXeObjective(), ascends: true), 1e-6);
        Assert.Equal(CrossEntropy, Value(new QadObjective(), ascends: true), 1e-6);
        Assert.Equal(Divergence(4), Value(new AwpKlObjective(), ascends: true), 1e-6);
        Assert.Equal(
            CrossEntropy + (6 * Divergence(2)),
            Value(new AwpKlObjective { Climbs = AscentKind.CePlusKl, Temperature = 2 }, ascends: true),
            1e-6
        );
        Assert.Equal(CrossEntropy, Value(new AwpKlObjective()), 1e-6);
        Assert.Equal(CrossEntropy, Value(new AwpXeObjective()), 1e-6);
    }

    [Theory]
    [InlineData("efficientnet-b1", 0.002, 0.006, 32)]
    [InlineData("resnet50", 0.003, 0.002, 64)]
    public void The_published_settings_are_those_of_the_configuration_files(string architecture, double alpha, double gamma, int batch)
    {
        var objective = (QadObjective)ObjectiveCatalog.All.Get("qad").For(Profile.Paper, architecture);
        var recipe = DetectorRecipe.For(Profile.Paper, architecture);
        Assert.Equal(
            (alpha, gamma, HsicEstimator.Biased, 6.0),
            (objective.Alpha, objective.Gamma, objective.Measure.Estimator, objective.Measure.Sigma)
        );
        Assert.Equal([0.1, 0.25, 0.5, 0, 0, 0], objective.Weights);
        Assert.Equal(
            (32, batch, 2e-4, 3, 3),
            (recipe.Epochs, recipe.BatchSize, recipe.LearningRate, recipe.HeadOnlyEpochs, recipe.PerturbFrom)
        );
    }

    [Fact]
    public void The_catalogue_makes_every_objective_by_its_name()
    {
        foreach (var name in new[] { "baseline", "soft-label", "pairwise", "center", "hsic", "awp-kl", "awp-xe", "qad" })
        {
            Assert.Contains(name, ObjectiveCatalog.Names);
        }
        Assert.All(ObjectiveCatalog.Names, static name => Assert.Equal(name, ObjectiveCatalog.All.Get(name).Name));
        Assert.Contains(
            "qad",
            Assert.Throws<LetheException>(static () => ObjectiveCatalog.All.Get("none")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Any_number_of_qualities_will_do_where_no_pair_is_needed()
    {
        using var scope = NewDisposeScope();
        var one = Batch() with { Images = Batch().Images[..5], Qualities = ["c40"] };
        foreach (var name in new[] { "baseline", "soft-label", "pairwise", "center", "awp-kl", "awp-xe" })
        {
            Assert.True(double.IsFinite(Value(ObjectiveCatalog.All.Get(name), one)), name);
        }
        Assert.Throws<ArgumentException>(() => Value(new QadObjective(), one));
    }
}
