using Lethe.Cli.Views;
using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Experiments.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>What the small text-to-image model costs: a step of its training, its samples, and what a pool of frozen paths saves an erasing
/// method.</summary>
internal static class ErasingBench
{
    private const int Batch = 64,
        Drawn = 500,
        LeakSteps = 300;

    public static IReadOnlyList<BenchResult> Measure(BenchSetting setting) =>
        [Training(setting), Sampling(setting), Pool(setting), LiveTensors(setting)];

    private static BenchResult Training(BenchSetting setting)
    {
        using var scope = NewDisposeScope();
        using var cut = FashionPictures.Cut(setting.Data.Test);
        var images = FashionPictures.Scaled(cut);
        manual_seed(0);
        using var model = FashionDiffusion.Create(HaarCodec.Of(images));
        model.To(setting.Device);
        var recipe = new DiffusionRecipe { Steps = 20, Batch = Batch };
        var steps = new List<double>();
        var labels = cut.Labels.data<long>().ToArray().Select(static label => (int)label).ToList();
        new DiffusionTrainer(recipe, 0) { Progress = new Relay<ErasingProgress>(at => steps.Add(at.Seconds)) }.Train(
            model,
            images,
            labels,
            setting.Cancellation
        );
        var seconds = Timing.Median([.. steps.Skip(5).Zip(steps.Skip(6), static (before, after) => after - before)]);
        return new(
            "diffusion_step",
            $"A training step of the small text-to-image model, {Batch} pictures",
            1000 * seconds,
            "ms",
            "at most 150 ms",
            OfCpu(setting, seconds <= 0.15),
            new Dictionary<string, double> { ["steps"] = recipe.Steps }
        );
    }

    private static BenchResult Sampling(BenchSetting setting)
    {
        using var world = FashionWorld.Open(setting.Device);
        string[] prompts = [.. Enumerable.Range(0, Drawn).Select(static i => FashionPrompts.Names[i % 10])];
        long[] seeds = [.. Enumerable.Range(0, Drawn).Select(static i => (long)i)];
        var seconds = setting.Timing.Median(
            1,
            0,
            () =>
            {
                using var scope = NewDisposeScope();
                FashionWorld.Sample(world.Model, null, prompts, seeds, Sampler.Small.Steps, Sampler.Small.Scale, setting.Cancellation);
            }
        );
        return new(
            "diffusion_sampling",
            $"{Drawn} of its pictures, {Sampler.Small.Steps} steps under guidance",
            seconds,
            "s",
            "at most 40 s",
            OfCpu(setting, seconds <= 40),
            new Dictionary<string, double>()
        );
    }

    /// <summary>A step of ESD, which draws its latents anew, against one of All but One, which takes them from its pool; as many latents,
    /// steps of the sampler and trained weights.</summary>
    private static BenchResult Pool(BenchSetting setting)
    {
        using var world = FashionWorld.Open(setting.Device);
        double Step(IErasingMethod method)
        {
            var at = new List<double>();
            using var student = world.Model.UNet.Copy();
            method.Erase(
                new(world.Model, student, "sneaker", "ankle boot")
                {
                    Recipe = method.Recipe.ForSmall(9),
                    Cancellation = setting.Cancellation,
                    Progress = new Relay<ErasingProgress>(value => at.Add(value.Seconds)),
                }
            );
            return (at[^1] - at[0]) / (at.Count - 1); // the first one warms up
        }
        var (pooled, anew) = (new List<double>(), new List<double>());
        for (var i = 0; i < 5; i++)
        {
            pooled.Add(Step(new AllButOne { PoolPaths = 16 }));
            anew.Add(Step(new Esd()));
        }
        var ratio = Timing.Median([.. anew.Zip(pooled, static (x, y) => x / y)]);
        return new(
            "erase_pool",
            "A step of ESD / a step of All but One, 16 latents each",
            ratio,
            "x",
            "at least 3 x",
            ratio >= 3,
            new Dictionary<string, double>
            {
                ["esd_milliseconds"] = 1000 * Timing.Median(anew),
                ["all_but_one_milliseconds"] = 1000 * Timing.Median(pooled),
            }
        );
    }

    private static BenchResult LiveTensors(BenchSetting setting)
    {
        using var world = FashionWorld.Open(setting.Device);
        using var student = world.Model.UNet.Copy();
        var live = new List<long>();
        var method = new AllButOne { PoolPaths = 2 };
        method.Erase(
            new(world.Model, student, "sneaker", "ankle boot")
            {
                Recipe = method.Recipe.ForSmall() with { Iterations = LeakSteps, Batch = 1, SamplerSteps = 4 },
                Cancellation = setting.Cancellation,
                Progress = new Relay<ErasingProgress>(_ => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount)),
            }
        );
        // The first two make the gradients and Adam's moments.
        var growth = live[^1] - live[2];
        return new(
            "erase_live_tensor_growth",
            $"Live tensors gained over {LeakSteps} iterations of All but One",
            growth,
            "tensors",
            "0",
            growth == 0,
            new Dictionary<string, double>
            {
                ["first"] = live[2],
                ["last"] = live[^1],
                ["most"] = live.Skip(2).Max(),
            }
        );
    }

    // The promises in seconds are for two processor cores.
    private static bool? OfCpu(BenchSetting setting, bool isMet) => setting.Device.type == DeviceType.CPU ? isMet : null;
}
