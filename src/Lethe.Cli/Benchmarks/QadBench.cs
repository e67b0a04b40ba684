using Lethe.Cli.Views;
using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Detection.Training;
using Lethe.Experiments.Runs;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>What training a detector with QAD costs above plain training, its two ingredients, and the metric that measures it.</summary>
internal static class QadBench
{
    private const int Instances = 32;
    private const int Side = 64;
    private const int LeakSteps = 500;
    private const int Scores = 1_000_000;

    public static IReadOnlyList<BenchResult> Measure(BenchSetting setting) =>
        [Step(setting), Dependence(setting), LiveTensors(setting), Auc(setting)];

    // Adam's steps of the tiny detector on 32 instances of three qualities at 64 px.
    private static BenchResult Step(BenchSetting setting)
    {
        using var scope = NewDisposeScope();
        using var images = Noise(Instances, Side, setting.Device);
        int[] rows = [.. Enumerable.Range(0, Instances)];
        var recipe = new DetectorRecipe
        {
            Epochs = 8,
            BatchSize = Instances,
            Precision = setting.Precision,
        };
        void Train(IDetectorObjective objective)
        {
            manual_seed(0);
            using var detector = DetectorCatalog.Create(new ModelSpec("tiny", 2));
            detector.to(setting.Device);
            new DetectorTrainer(recipe, objective, 0).Train(detector, images, rows, [], setting.Cancellation);
        }
        var (plain, qad, ratio) = setting.Timing.Interleaved(5, () => Train(new BaselineObjective()), () => Train(new QadObjective()));
        return new(
            "qad_step_to_plain",
            "A QAD step / a plain step over the same 32 x 3 images",
            ratio,
            "x",
            "at most 2.3 x",
            ratio <= 2.3,
            new Dictionary<string, double>
            {
                ["plain_milliseconds"] = 1000 * plain / recipe.Epochs,
                ["qad_milliseconds"] = 1000 * qad / recipe.Epochs,
            }
        );
    }

    // The collaborative loss of one level, 64 instances of 512 features at three qualities, and its gradient.
    private static BenchResult Dependence(BenchSetting setting)
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        var features = randn(3 * 64, 512, device: setting.Device).requires_grad_(true);
        var loss = new CollaborativeLoss(Hsic.Debiased, [1]);
        var seconds = setting.Timing.Median(
            50,
            10,
            () =>
            {
                using var step = NewDisposeScope();
                loss.Of([features], 3).backward();
            }
        );
        return new(
            "hsic_pairs",
            "HSIC of three pairs, 64 x 512, forward and backward",
            1000 * seconds,
            "ms",
            "under 3 ms",
            seconds < 0.003,
            new Dictionary<string, double>()
        );
    }

    private static BenchResult LiveTensors(BenchSetting setting)
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        using var images = Noise(8, 16, setting.Device);
        using var detector = DetectorCatalog.Create(new ModelSpec("tiny", 2, 0.25));
        detector.to(setting.Device);
        var live = new List<long>();
        new DetectorTrainer(new() { Epochs = LeakSteps, BatchSize = 8 }, new QadObjective(), 0)
        {
            Progress = new Relay<TrainingProgress>(at => live.Add(at.LiveTensors)),
        }.Train(detector, images, [.. Enumerable.Range(0, 8)], [], setting.Cancellation);
        // The first two steps make the gradients and Adam's moments.
        var growth = live[^1] - live[2];
        return new(
            "qad_live_tensor_growth",
            "Live tensors gained over 500 QAD steps",
            growth,
            "tensors",
            "0",
            growth == 0,
            new Dictionary<string, double>
            {
                ["steps"] = live.Count,
                ["first"] = live[2],
                ["last"] = live[^1],
                ["most"] = live.Skip(2).Max(),
            }
        );
    }

    private static BenchResult Auc(BenchSetting setting)
    {
        var random = new RandomStream(0);
        var labels = Enumerable.Range(0, Scores).Select(_ => random.Next(2) == 1).ToArray();
        var scores = Array.ConvertAll(labels, label => random.NextDouble() + (label ? 0.3 : 0));
        double auc = 0;
        var seconds = setting.Timing.Median(5, 1, () => auc = RocAuc.Of(labels, scores));
        return new(
            "auc_million",
            "AUC of a million scores",
            1000 * seconds,
            "ms",
            "under 500 ms",
            seconds < 0.5,
            new Dictionary<string, double> { ["auc"] = auc }
        );
    }

    private static PairedMemory Noise(int count, int side, Device device)
    {
        using var scope = NewDisposeScope();
        var pixels = randint(0, 256, [count, 3, 3, side, side], ScalarType.Byte, device);
        return new(
            "noise",
            ["raw", "c23", "c40"],
            [.. Enumerable.Range(0, count).Select(static i => new PairedFrame($"{i}", $"{i}", i % 2 == 1 ? "noise" : Film.Real, 0))],
            pixels
        );
    }
}
