using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Training;
using Lethe.Unlearning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>LAU with its features cached, LAU from images against a bare forward pass, and against an epoch of training.</summary>
internal static class LauBench
{
    private const int Samples = 5000;
    private const int Size = 512;
    private const int Steps = 6;
    private const int BatchSize = 128;

    /// <summary>The head alone, on 5,000 x 512 features around ten class means, to its stop.</summary>
    public static BenchResult Warm(BenchSetting setting)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        manual_seed(0);
        var means = randn(10, Size, device: setting.Device).relu();
        var features = (means[BenchSetting.ForgetClass] + (0.5 * randn(Samples, Size, device: setting.Device))).relu();
        var labels = full(Samples, BenchSetting.ForgetClass, ScalarType.Int64, setting.Device);
        var head = nn.Linear(Size, 10, device: setting.Device);
        LauResult? result = null;
        var seconds = setting.Timing.Median(
            20,
            3,
            () =>
            {
                ClassMeans(head, means);
                result = Lau.Robust.UnlearnHead(head, features, labels);
            }
        );
        return new(
            "lau_warm",
            "LAU on cached features, 5,000 x 512",
            1000 * seconds,
            "ms",
            "at most 20 ms",
            1000 * seconds <= 20,
            new Dictionary<string, double>
            {
                ["epochs"] = result!.Epochs,
                ["steps"] = result.Steps,
                ["forget_accuracy"] = result.ForgetAccuracy,
            }
        );
    }

    /// <summary>A full-width ResNet18 and the images of one class.</summary>
    public static IReadOnlyList<BenchResult> Cold(BenchSetting setting)
    {
        using var scope = NewDisposeScope();
        using var model = setting.ResNet18();
        model.eval();
        var forget = setting.Data.Train.OfClass(BenchSetting.ForgetClass);
        MakeFamiliar(model, setting);
        var head = (Weight: model.Head.weight!.clone(), Bias: model.Head.bias!.clone());
        var (forward, cold, ratio) = setting.Timing.Interleaved(
            3,
            () => BareForward(model, forget, setting.Precision),
            () =>
            {
                using var inner = no_grad();
                model.Head.weight!.copy_(head.Weight);
                model.Head.bias!.copy_(head.Bias);
                Lau.Robust.Unlearn(
                    new(model, [BenchSetting.ForgetClass], DataAccess.Forget, forget, setting.Data.Train.All())
                    {
                        Recipe = new() { Epochs = 1 },
                        Precision = setting.Precision,
                    }
                );
            }
        );
        return
        [
            new(
                "lau_cold_to_forward",
                "LAU from images / bare forward over D_f (ResNet18)",
                ratio,
                "x",
                "at most 1.3 x",
                ratio <= 1.3,
                new Dictionary<string, double>
                {
                    ["lau_seconds"] = cold,
                    ["forward_seconds"] = forward,
                    ["images"] = forget.Count,
                }
            ),
            Epoch(setting, model, cold),
        ];
    }

    private static BenchResult Epoch(BenchSetting setting, Classifier model, double cold)
    {
        var all = setting.Data.Train.All();
        var subset = all.Take(Steps * BatchSize, new RandomStream(0));
        var recipe = new TrainingRecipe
        {
            Epochs = 1,
            BatchSize = BatchSize,
            Augmentation = Augmentation.FlipOnly,
            LearningRate = 1e-4,
            Precision = setting.Precision,
        };
        var someSteps = setting.Timing.Median(1, 1, () => new Trainer(recipe, 0).Train(model, subset, setting.Cancellation));
        var epoch = someSteps * all.Count / subset.Count;
        return new(
            "epoch_to_lau_cold",
            "One training epoch / LAU from images (ResNet18)",
            epoch / cold,
            "x",
            "at least 25 x",
            epoch / cold >= 25,
            new Dictionary<string, double>
            {
                ["epoch_seconds"] = epoch,
                ["measured_steps"] = Steps,
                ["epoch_images"] = all.Count,
            }
        );
    }

    // An untrained network with class means for a head calls many images of the class by their name, so that there is something to forget.
    private static void MakeFamiliar(Classifier model, BenchSetting setting)
    {
        using var noGrad = no_grad();
        ClassMeans(
            model.Head,
            stack([
                .. Enumerable
                    .Range(0, setting.Data.Classes)
                    .Select(label => setting.Data.Test.OfClass(label).Take(20, new RandomStream(0)))
                    .Select(images => Prediction.Features(model, images, setting.Precision).mean([0])),
            ])
        );
    }

    // The nearest-mean classifier as a linear layer, z_c = s (m_c f - |m_c|^2 / 2); s brings the largest margin to about 10.
    private static void ClassMeans(Linear head, Tensor means)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var half = means.square().sum(1) / 2;
        var largest = (half.view(-1, 1) + half.view(1, -1) - means.matmul(means.t())).max().item<float>();
        head.weight!.copy_(means * (10 / largest));
        head.bias!.copy_(half * (-10 / largest));
    }

    private static void BareForward(Classifier model, ImageSubset images, Precision precision)
    {
        using var noGrad = no_grad();
        foreach (var rows in images.Batches(Prediction.BatchSize))
        {
            using var scope = NewDisposeScope();
            model.forward(images.Read(rows, precision.Type()).Images);
        }
    }
}
