using Lethe.Cli.Views;
using Lethe.Data;
using Lethe.Experiments.Runs;
using Lethe.Training;
using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>How many tensors are alive while a network is trained for a thousand steps; the number must not grow.</summary>
internal static class LeakBench
{
    private const int Steps = 1000;
    private const int BatchSize = 8;

    public static BenchResult LiveTensors(BenchSetting setting)
    {
        using var scope = NewDisposeScope();
        using var model = setting.ResNet18(0.125);
        var live = new List<(int Step, long Count)>();
        // float32, because the smallest batches are several times slower in bfloat16; the tensors of a step are the same, and the casts
        // fewer.
        var recipe = new TrainingRecipe
        {
            Epochs = 1,
            BatchSize = BatchSize,
            Augmentation = Augmentation.CropFlip,
            LearningRate = 1e-3,
        };
        new Trainer(recipe, 0) { Progress = new Relay<TrainingProgress>(at => live.Add((at.Step, at.LiveTensors))) }.Train(
            model,
            setting.Data.Train.All().Take(Steps * BatchSize, new RandomStream(0)),
            setting.Cancellation
        );
        var growth = live[^1].Count - live[0].Count;
        return new(
            "live_tensor_growth",
            "Live tensors gained over 1,000 training steps",
            growth,
            "tensors",
            "0",
            growth == 0,
            new Dictionary<string, double>
            {
                ["first_step"] = live[0].Step,
                ["last_step"] = live[^1].Step,
                ["first"] = live[0].Count,
                ["last"] = live[^1].Count,
                ["most"] = live.Max(static at => at.Count),
            }
        );
    }
}
