using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Methods;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Tests.Erasing;
using Lethe.Tests.Experiments;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Runtime;

/// <summary>A GPU says what the CPU says. Skipped, and said so, where there is none.</summary>
public sealed class CudaTests
{
    public static TheoryData<string> Classifiers => [.. ModelCatalog.Names];

    public static TheoryData<string> Detectors => [.. DetectorCatalog.Names];

    public static TheoryData<string> Erasers => [.. ErasingCatalog.Names];

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Classifiers_agree(string name)
    {
        Require();
        using var scope = NewDisposeScope();
        manual_seed(0);
        var network = ModelCatalog.Create(new(name, 10, 0.25));
        Agree(network, () => randn(4, 3, 32, 32));
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Detectors_agree(string name)
    {
        Require();
        using var scope = NewDisposeScope();
        manual_seed(0);
        var detector = DetectorCatalog.Create(new(name, 2, 0.25, Side: 64));
        Agree(detector, () => randn(2, 3, 64, 64));
    }

    [Fact]
    public void Diffusion_agrees()
    {
        Require();
        using var scope = NewDisposeScope();
        using var model = TinyDiffusion.Create();
        var (z, times, context) = (randn(3, 4, 4, 4), tensor(new long[] { 1, 400, 999 }), model.Encode("cat", "a dog", ""));
        using var noGrad = no_grad();
        var here = model.UNet.forward(z, times, context);
        var autoencoder = new AutoencoderKL(
            new()
            {
                Channels = [32, 64],
                LayersPerLevel = 1,
                NormGroups = 16,
            }
        );
        var images = randn(1, 3, 32, 32);
        var (mean, drawn) = (autoencoder.Distribution(images).Mean, autoencoder.Decode(randn(1, 4, 8, 8)));
        model.To(CUDA);
        Close(here, model.UNet.forward(z.cuda(), times.cuda(), model.Encode("cat", "a dog", "")), 1e-4);
        autoencoder.to(CUDA);
        Close(mean, autoencoder.Distribution(images.cuda()).Mean, 1e-4);
        Assert.True(drawn.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Erasers))]
    public void Erasing_draws_and_changes_the_same(string name)
    {
        Require();
        using var scope = NewDisposeScope();
        var recipe = new ErasingRecipe
        {
            Iterations = 3,
            LearningRate = 1e-3,
            Batch = 2,
            SamplerSteps = 4,
        };
        var (here, there) = (Erased(CPU), Erased(CUDA));
        foreach (var (a, b) in here.parameters().Zip(there.parameters()))
        {
            // Adam's first steps are as long as the rate whatever the gradient: where that is nearly 0, its sign may differ.
            Assert.InRange((a - b.cpu()).abs().mean().item<float>(), 0, 1e-3);
        }

        UNet2DCondition Erased(Device device)
        {
            var model = TinyDiffusion.Create().To(device);
            var student = model.UNet.Copy();
            var method = ErasingCatalog.Create(name);
            method.Erase(
                new(model, student, "cat", "dog")
                {
                    Recipe = recipe with { Group = method.Recipe.Group },
                    Prompts = [("cat", "dog"), ("a cat", "a dog")],
                }
            );
            return student;
        }
    }

    [Theory]
    [InlineData("erase")]
    [InlineData("erase-iterations")]
    [InlineData("erase-timeline")]
    [InlineData("erase-inversion")]
    [InlineData("erase-attack")]
    public void Experiments_on_Stable_Diffusion_agree(string table)
    {
        Require();
        using var world = new TinyWorld();
        var (here, there) = (world.Run(table, "cpu"), world.Run(table, "cuda"));
        Assert.Equal(here.Metrics.Keys, there.Metrics.Keys);
        Assert.All(
            here.Metrics,
            metric =>
                Assert.InRange(
                    there.Metrics[metric.Key] - metric.Value,
                    -0.02 * Math.Max(1, Math.Abs(metric.Value)),
                    0.02 * Math.Max(1, Math.Abs(metric.Value))
                )
        );
    }

    [Fact]
    public void Measures_agree()
    {
        Require();
        using var scope = NewDisposeScope();
        manual_seed(0);
        var (a, b) = (randn(40, 16, dtype: ScalarType.Float64), randn(40, 16, dtype: ScalarType.Float64) + 0.2);
        Assert.Equal(FrechetDistance.Of(a, b), FrechetDistance.Of(a.cuda(), b.cuda()), 9);
        Assert.Equal(KernelDistance.Of(a, b, 5, 20).Mean, KernelDistance.Of(a.cuda(), b.cuda(), 5, 20).Mean, 9);
        foreach (var estimator in Enum.GetValues<HsicEstimator>())
        {
            var hsic = new Hsic { Estimator = estimator };
            Assert.Equal(hsic.Of(a, b).item<double>(), hsic.Of(a.cuda(), b.cuda()).item<double>(), 9);
        }
        var (x, y) = (rand(2, 1, 28, 28), rand(2, 1, 28, 28));
        Assert.Equal(StructuralSimilarity.Uniform(x, y)[0], StructuralSimilarity.Uniform(x.cuda(), y.cuda())[0], 6);
        Assert.Equal(PeakSignalToNoise.Of(x, y)[0], PeakSignalToNoise.Of(x.cuda(), y.cuda())[0], 6);
    }

    // Forward, and one gradient.
    private static void Agree(Classifier network, Func<Tensor> draw)
    {
        network.eval();
        var images = draw();
        var here = network.forward(images);
        here.square().sum().backward();
        var gradient = network.parameters().First().grad!.clone();
        network.to(CUDA);
        network.zero_grad();
        var there = network.forward(images.cuda());
        there.square().sum().backward();
        Close(here, there, 1e-3);
        Close(gradient, network.parameters().First().grad!, 1e-2);
    }

    private static void Close(Tensor here, Tensor there, double tolerance) =>
        Assert.InRange((here - there.cpu()).abs().max().item<float>() / Math.Max(1, here.abs().max().item<float>()), 0, tolerance);

    private static void Require()
    {
        Need.Other(cuda.is_available(), "a CUDA device", "There is no CUDA device here: what runs on a GPU was not checked.");
        // By default convolutions round their inputs to ten bits there.
        (backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32) = (false, false);
    }
}
