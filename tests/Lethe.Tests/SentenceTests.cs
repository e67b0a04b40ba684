using System.Globalization;
using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Models;
using Lethe.Tests.Experiments;
using Lethe.Unlearning;
using Lethe.Unlearning.Tables;

namespace Lethe.Tests;

/// <summary>Sentences of the README, of the pages in reproducing/ and of notebooks that name numbers name those of the committed
/// records.</summary>
public sealed class SentenceTests
{
    private const string Unlearning = "reproducing/unlearning.md",
        Detection = "reproducing/detection.md",
        Erasing = "reproducing/erasing.md";

    private static readonly IReadOnlyList<RunRecord> Quick = new RecordStore(
        Path.Combine(Snapshot.Repository, "results", "quick")
    ).Latest();
    private static readonly IReadOnlyList<RunRecord> Small = new RecordStore(
        Path.Combine(Snapshot.Repository, "results", "small")
    ).Latest();

    [Fact]
    public void The_table_of_the_README_on_forgetting()
    {
        string[] models = ["vgg16", "resnet18", "resnet50", "vit"];
        double Lost(string model) => Of(Quick, "lau", model, "original", "D_tr") - Of(Quick, "lau", model, "lau", "D_tr");
        List<double> Seconds(string method) =>
            [
                .. models.Select(model =>
                    Quick
                        .Where(record =>
                            record.Cell is { Experiment: "lau", ForgetClass: 8 }
                            && record.Cell.Model == model
                            && record.Cell.Method == method
                        )
                        .Average(static record => record.Seconds["total"])
                ),
            ];

        Assert.All(models, static model => Assert.Equal(0, Of(Quick, "lau", model, "lau", "D_tf")));
        Assert.All(models, static model => Assert.Equal(0, Of(Quick, "lau", model, "logit-mask", "D_tf")));
        Says(
            "README.md",
            $"loses nothing elsewhere on VGG16 and ViT, {Lost("resnet18"):0.0} points on ResNet18, {Lost("resnet50"):0.0} on ResNet50"
        );
        Says(
            "README.md",
            $"{Seconds("lau").Min():0.0} to {Seconds("lau").Max():0.0} s, where retraining takes {Seconds("retrain").Min():0} ",
            $"to {Seconds("retrain").Max():0} s"
        );
    }

    [Fact]
    public void The_table_of_the_README_on_detecting_and_erasing()
    {
        double Erased(string method, string metric) => Of(Quick, "erase", "fashion", method, metric);
        double Replace(string metric) =>
            Quick
                .Where(static record => record.Cell.Experiment == "erase-ablation" && record.Cell.Settings["variant"] == "replace")
                .Average(record => record.Metrics[metric]);
        var gone = 1 - (Erased("all-but-one", "detected") / Erased("original", "detected"));

        Says("README.md", $"AUC {Average("QAD")} % against {Average("baseline")} %");
        Says("README.md", $"(SSIM {Erased("all-but-one", "ssim"):0.00}) but erases only {100 * gone:0} %");
        Says("README.md", $"it erases {100 * (1 - Replace("detected")):0} % at SSIM {Replace("ssim"):0.00}");
    }

    // The last column of the table in reproducing/detection.md, which ReadmeTests compares with the records.
    private static string Average(string training) =>
        File.ReadLines(Path.Combine(Snapshot.Repository, Detection))
            .Single(line => line.StartsWith($"| Tiny CNN, {training} |", StringComparison.Ordinal))
            .Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];

    [Fact]
    public void What_LAU_loses()
    {
        double Lost(string model) => Of(Quick, "lau", model, "original", "D_tr") - Of(Quick, "lau", model, "lau", "D_tr");
        var failed = LauClaims.Of(Quick).Where(static claim => !claim.Holds).ToList();

        Assert.True(Lost("vgg16") <= 0 && Lost("vit") <= 0);
        Says(
            Unlearning,
            $"nothing is lost on VGG16 and ViT, {Lost("resnet18"):0.0} points on ResNet18 and {Lost("resnet50"):0.0} on ResNet50"
        );
        Says(Unlearning, $"ResNet18 and ResNet50 lose {Lost("resnet18"):0.0} and {Lost("resnet50"):0.0} points at `quick`");
        Assert.All(failed, static claim => Assert.Contains("keeps the rest", claim.Text, StringComparison.Ordinal));
        Says(
            Unlearning,
            $"{failed.Count} of {LauClaims.Of(Quick).Count()} tests fail, all of them of a loss above one point (`lethe claims ",
            $"--records results/quick`)"
        );
    }

    [Fact]
    public void LAU_at_full_width()
    {
        bool IsOf(RunRecord record, string dataset) => record.Cell.Dataset == dataset;
        var seconds = Small
            .Where(static record => record.Cell is { Experiment: "lau", Method: "lau", Model: "resnet18" })
            .Max(static record => record.Seconds["total"]);
        var retrain = Small
            .Where(static record => record.Cell is { Experiment: "lau", Method: "retrain", Model: "resnet18" })
            .Average(static record => record.Seconds["total"]);

        Says(
            Unlearning,
            $"LAU forgets all, loses nothing elsewhere, in {seconds:0} seconds at most against {retrain / 60:0} minutes of ",
            $"retraining on the same processor"
        );
        Says(
            Unlearning,
            $"On Fashion-MNIST its US is ",
            $"{Of(Small, "lau", "resnet18", "lau", "US", record => IsOf(record, "fashion-mnist")):0.000}, Retrain's ",
            $"{Of(Small, "lau", "resnet18", "retrain", "US", record => IsOf(record, "fashion-mnist")):0.000}"
        );
        Assert.All(
            (string[])["cifar10", "fashion-mnist"],
            dataset =>
                Assert.True(
                    Of(Small, "lau", "resnet18", "lau", "D_tr", record => IsOf(record, dataset))
                        >= Of(Small, "lau", "resnet18", "original", "D_tr", record => IsOf(record, dataset))
                )
        );
    }

    [Fact]
    public void Identities_in_place_of_VGGFace2()
    {
        var people = new RecordStore(Path.Combine(Snapshot.Repository, "results", "lfw")).Latest();
        List<RunRecord> Made(string method) => [.. people.Where(record => record.Cell.Method == method)];
        Assert.Equal([0, 1, 2], Made("original").Select(static record => record.Cell.Seed).Order());
        Assert.All(Made("original"), static record => Assert.True(Math.Min(record.Metrics["D_tr"], record.Metrics["D_tf"]) > 95));
        Assert.All(
            Made("lau"),
            record =>
            {
                Assert.Equal(
                    Made("original").Single(original => original.Cell.Seed == record.Cell.Seed).Metrics["D_tr"],
                    record.Metrics["D_tr"],
                    1.0
                );
                Assert.InRange(record.Seconds["total"], 0, 1);
            }
        );
        Says(
            Unlearning,
            $"it ran all its {Made("lau").Max(static record => record.Metrics["method.epochs"]):0} epochs, doubled its step twice, and ",
            $"left {Made("lau").Max(static record => record.Metrics["D_f"]):0.0} % of the person's training photographs"
        );
        Assert.Equal(2, Made("lau").Count(static record => record.Metrics["D_f"] == 0));
        Assert.All(Made("logit-mask"), static record => Assert.Equal(0, record.Metrics["D_tf"]));
        Assert.True(Made("retrain").Average(static record => record.Metrics["probe_D_tf"]) > 90);
        Assert.Equal(100, Made("lau").Average(static record => record.Metrics["probe_D_tf"]), 5.0);
    }

    [Fact]
    public void What_LAU_forgets_below_one_pass_and_within_a_class()
    {
        var forget = new RecordStore(Path.Combine(Snapshot.Repository, "results", "forget")).Latest();
        double Shirts(string method, string metric) =>
            Of(forget, "lau", "vgg16", method, metric, static record => record.Cell.ForgetSet == "subclass:6");

        var compared = ExperimentCatalog
            .Show(forget, ["lau-adaptive"])[0]
            .Notes.Single(static note => note.StartsWith("Adaptive less whole", StringComparison.Ordinal));
        Says(Unlearning, $"{compared}");
        Says(
            Unlearning,
            $"Retrain, which never saw a shirt, calls {Shirts("retrain", "D_tf"):0.0} % of the test shirts tops; ",
            $"LAU {Shirts("lau", "D_tf"):0} %, and of the other tops {Shirts("lau", "siblings_test"):0} % ",
            $"where Retrain knows {Shirts("retrain", "siblings_test"):0.0} %"
        );
        Says(
            Unlearning,
            $"SCRUB leaves {Shirts("scrub", "D_tf"):0.0} % of the shirts and {Shirts("scrub", "siblings_test"):0.0} % of the other tops"
        );
    }

    [Fact]
    public void How_much_faster_LAU_is_than_later_methods()
    {
        var networks = new RecordStore(Path.Combine(Snapshot.Repository, "results", "rivals"))
            .Latest()
            .Where(static record => record.Cell.Experiment == "lau-rivals" && UnlearningCatalog.All.Find(record.Cell.Method) is not null)
            .GroupBy(static record => record.Cell.Model)
            .ToList();

        Assert.NotEmpty(networks);
        Assert.All(
            networks,
            network =>
            {
                var own = AsTuned(network.Where(static record => record.Cell.Method == "lau")).Average(Seconds);
                var rivals = network
                    .Where(static record => UnlearningCatalog.Rivals.Contains(record.Cell.Method))
                    .GroupBy(static record => record.Cell.Method)
                    .Select(static of => (Title: UnlearningCatalog.TitleOf(of.Key), Records: AsTuned(of)))
                    .OrderBy(static of => of.Records.Average(Seconds))
                    .ToList();
                var forgetting = rivals.First(static of => of.Records.Average(static record => record.Metrics["D_tf"]) <= 1);
                Says(
                    Unlearning,
                    $"on {ModelCatalog.All.TitleOf(network.Key)} {Slower(rivals[0].Records):0.0} times as fast as {rivals[0].Title}, and ",
                    $"{Slower(forgetting.Records):0.0} times as fast as {forgetting.Title}, the next that forgets"
                );

                double Slower(IReadOnlyList<RunRecord> of) => of.Average(Seconds) / own;
            }
        );

        static double Seconds(RunRecord record) => record.Seconds["total"];

        static IReadOnlyList<RunRecord> AsTuned(IEnumerable<RunRecord> of)
        {
            var records = of.ToLookup(static one => MethodSettings.IsTuned(one.Cell));
            return [.. records[true].Any() ? records[true] : records[false]];
        }
    }

    [Fact]
    public void What_compression_costs_a_detector()
    {
        double Fall(string family) =>
            Of(Quick, "qad", "tiny", "baseline", "raw.auc", record => record.Cell.Settings["family"] == family)
            - Of(Quick, "qad", "tiny", "baseline", "c40.auc", record => record.Cell.Settings["family"] == family);

        Says(
            Detection,
            $"From raw to c40 the baseline's AUC falls by {Fall("df"):0} points on P-DF, {Fall("nt"):0} on P-NT and ",
            $"{Fall("f2f"):0} on P-F2F and P-SBI; on P-FS it rises by {-Fall("fs"):0}"
        );
        Assert.Equal(Fall("f2f"), Fall("sbi"), 0.5);
        Assert.Equal(
            "nt",
            Quick
                .Where(static record => record.Cell is { Experiment: "qad", Method: "baseline" })
                .GroupBy(static record => record.Cell.Settings["family"])
                .MinBy(static family => family.Average(static record => record.Metrics["pooled.auc"]))!
                .Key
        );
    }

    [Fact]
    public void Detectors_at_full_size()
    {
        string Auc(string method)
        {
            var measured = Measured(Small, "qad", "efficientnet-b1", method, "pooled.auc");
            return Text($"{measured.Mean:0} ± {measured.Std:0}");
        }

        Says(Detection, $"reaches {Auc("baseline")} % without QAD and {Auc("qad")} % with it");
        Says(Detection, $"(AUC {Auc("baseline")} and {Auc("qad")} %)");
    }

    [Fact]
    public void What_erasing_takes_and_keeps()
    {
        double Erased(string method, string metric) => Of(Quick, "erase", "fashion", method, metric);
        double Variant(string name, string metric) =>
            Quick
                .Where(record => record.Cell.Experiment == "erase-ablation" && record.Cell.Settings["variant"] == name)
                .Average(record => record.Metrics[metric]);
        var gone = 1 - (Erased("all-but-one", "detected") / Erased("original", "detected"));

        Says(
            Erasing,
            $"SSIM is {Erased("all-but-one", "ssim"):0.00}, and what is said without a prompt hardly moves. **It also erases ",
            $"little**: {100 * gone:0} % of the detections go here"
        );
        Says(
            Erasing,
            $"*replace*, takes {100 * (1 - Of(Small, "erase", "fashion", "all-but-one-replace", "detected")):0} % of the ",
            $"detections at an SSIM of {Of(Small, "erase", "fashion", "all-but-one-replace", "ssim"):0.00}"
        );
        Says(
            Erasing,
            $"without it SSIM falls from {Variant("add (the slide's target)", "ssim"):0.00} to {Variant("add, lambda = 0", "ssim"):0.00}"
        );
        Says(Erasing, $"q = 0, {Variant("add, q = 0", "detected"):0.00} are detected at an SSIM of {Variant("add, q = 0", "ssim"):0.00}");
        Says(
            Erasing,
            $"brings {100 * Of(Quick, "erase-attack", "fashion", "esd-x", "detected.attack"):0} % of the sneakers back after ESD-x"
        );
    }

    [Fact]
    public void What_Stable_Diffusion_costs()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Snapshot.Repository, "results", "costs.json")));
        double Cost(string what) =>
            file
                .RootElement.GetProperty("measured")
                .EnumerateArray()
                .Single(one => one.GetProperty("what").GetString() == what)
                .GetProperty("value")
                .GetDouble();
        const string Notebook = "notebooks/29_stable_diffusion.ipynb";

        Says(Notebook, $"a step of All but One {Cost("step.float32")} s in float32 and {Cost("memory.gpu")} GB");
        Says(Notebook, $"a picture of 50 steps {Cost("picture.gpu")} s");
        Says(Notebook, $"On two cores, likewise: a step {Cost("step.cpu")} s");
        Says(
            Erasing,
            $"a step of All but One {Cost("step.float32")} s in float32; in bfloat16 a hundred iterations with their pool ",
            $"{Cost("hundred.bfloat16")} s"
        );
        Says(Erasing, $"{Cost("memory.gpu")} GB either way");
    }

    private static Measurement Measured(
        IEnumerable<RunRecord> records,
        string experiment,
        string model,
        string method,
        string metric,
        Func<RunRecord, bool>? where = null
    ) =>
        Measurement.Of([
            .. records
                .Where(record =>
                    record.Status == RunStatus.Done
                    && record.Cell.Experiment == experiment
                    && record.Cell.Model == model
                    && record.Cell.Method == method
                    && where?.Invoke(record) is not false
                )
                .Select(record => record.Metrics[metric]),
        ])!;

    private static double Of(
        IEnumerable<RunRecord> records,
        string experiment,
        string model,
        string method,
        string metric,
        Func<RunRecord, bool>? where = null
    ) => Measured(records, experiment, model, method, metric, where).Mean;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Line breaks are where they are: a sentence is looked for as words.
    private static void Says(string file, params FormattableString[] sentence) =>
        Assert.Contains(
            Words(string.Concat(sentence.Select(Text))),
            Words(File.ReadAllText(Path.Combine(Snapshot.Repository, file))),
            StringComparison.Ordinal
        );

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
