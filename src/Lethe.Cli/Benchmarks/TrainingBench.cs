using Lethe.Data;
using Lethe.Models;
using Lethe.Training;
using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>The kit's trainer against the shortest loop that trains the same network on the same images.</summary>
internal static class TrainingBench
{
    private const int BatchSize = 128;
    private const int Images = 10 * BatchSize;
    private const int Pairs = 7;

    public static BenchResult Throughput(BenchSetting setting)
    {
        using var scope = NewDisposeScope();
        using var model = setting.ResNet18(0.25);
        var data = setting.Data.Train.All().Take(Images, new RandomStream(0));
        var recipe = new TrainingRecipe
        {
            Epochs = 1,
            BatchSize = BatchSize,
            Augmentation = Augmentation.None,
            LearningRate = 1e-3,
            Schedule = Schedule.Constant,
            Precision = setting.Precision,
        };
        // Both start from the same weights: bfloat16 sums of other sizes would take other times.
        using var start = model.Copy();
        var (bare, kit, ratio) = setting.Timing.Interleaved(
            Pairs,
            () =>
            {
                model.CopyFrom(start);
                BareEpoch(model, setting, data);
            },
            () =>
            {
                model.CopyFrom(start);
                new Trainer(recipe, 0).Train(model, data, setting.Cancellation);
            }
        );
        return new(
            "training_to_bare_loop",
            "Trainer / bare TorchSharp loop, seconds (ResNet18 x0.25)",
            ratio,
            "x",
            "at most 1.03 x",
            ratio <= 1.03,
            new Dictionary<string, double>
            {
                ["trainer_images_per_second"] = Images / kit,
                ["bare_images_per_second"] = Images / bare,
                ["pairs"] = Pairs,
            }
        );
    }

    private static void BareEpoch(Classifier model, BenchSetting setting, ImageSubset data)
    {
        model.train();
        using var optimizer = optim.SGD(model.parameters(), 1e-3, 0.9, weight_decay: 5e-4);
        foreach (var rows in data.Batches(BatchSize, new RandomStream(0)))
        {
            using var scope = NewDisposeScope();
            var (images, labels) = data.Read(rows, setting.Precision.Type());
            var loss = nn.functional.cross_entropy(model.forward(images), labels);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }
}
