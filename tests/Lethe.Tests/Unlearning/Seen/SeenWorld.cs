using Lethe.Experiments.Records;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using Lethe.Unlearning.Seen;

namespace Lethe.Tests.Unlearning.Seen;

/// <summary>A record of <c>lau-seen</c> with three classes, two images a part and answers that were thought up.</summary>
internal static class SeenWorld
{
    public const int Classes = 3,
        Forget = 1;

    public static readonly string[] Methods = ["original", "retrain", "lau"];

    private const int Images = 8,
        Tests = 4;

    // Two each of D_f, D_tf, D_r and D_tr.
    public static readonly int[] Labels = [1, 1, 1, 1, 0, 2, 0, 2];

    public static SeenRecord Record(int seed = 0) => new(Bare(seed), Arrays(seed));

    public static RunRecord Bare(int seed = 0) =>
        TestRecords.Record() with
        {
            Cell = new()
            {
                Experiment = "lau-seen",
                Dataset = "fashion-mnist-sample",
                Model = "resnet18",
                Method = "lau",
                Profile = "quick",
                Seed = seed,
                ForgetClass = Forget,
                Settings = new() { ["methods.lau.learningRate"] = "0.1", ["methods.lau.optimizer"] = "Sgd" },
            },
            Metrics = new(StringComparer.Ordinal) { ["D_f.lau"] = 0, ["D_f.original"] = 100 },
            Seconds = new(StringComparer.Ordinal) { ["lau"] = 0.25 },
            Notes = ["Stages: conv1, layer1, head.", "IWU is not there: </script><b>broken</b>"],
        };

    public static Dictionary<string, FigureArray> Arrays(int seed = 0)
    {
        var (random, arrays) = (RandomStream.For(seed, "seen"), new Dictionary<string, FigureArray>());
        arrays["labels"] = new([.. Labels.Select(static label => (float)label)], Images);
        arrays["sizes"] = new([2, 2, 2, 2], 4);
        foreach (var method in Methods)
        {
            arrays[$"logits.{method}"] = new(Numbers(Images * Classes), Images, Classes);
            arrays[$"map.logits.{method}"] = new(Numbers(2 * Tests), Tests, 2);
            arrays[$"map.features.{method}"] = new(Numbers(2 * Tests), Tests, 2);
            arrays[$"train.{method}"] = new([4, 1, 0, 0, 5, 0, 1, 0, 4], Classes, Classes);
            arrays[$"test.{method}"] = new([2, 0, 0, 0, 2, 0, 0, 0, 2], Classes, Classes);
            arrays[$"similarity.{method}"] = new([1, 1, 1, 1, 1, 1, 0.5f, 0.5f, float.NaN, 0.9f, 0.1f, 0.2f], 3, 4);
        }
        arrays["trace.lau"] = new([0, 100, 100, 90, 90, 1, 0, 0, 90, 90], 2, 5);
        return arrays;

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(Half)(float)((4 * random.NextDouble()) - 2))];
    }
}
