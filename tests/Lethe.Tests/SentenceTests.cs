using System.Globalization;
using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Tests.Experiments;

namespace Lethe.Tests;

/// <summary>Sentences of README, REPRODUCING and the notebooks that name numbers name those of the committed records.</summary>
public sealed class SentenceTests
{
    private static readonly IReadOnlyList<RunRecord> Quick = new RecordStore(Path.Combine(Snapshot.Repository, "results", "quick")).Latest();
    private static readonly IReadOnlyList<RunRecord> Small = new RecordStore(Path.Combine(Snapshot.Repository, "results", "small")).Latest();

    [Fact]
    public void What_LAU_loses()
    {
        double Lost(string model) => Of(Quick, "lau", model, "original", "D_tr") - Of(Quick, "lau", model, "lau", "D_tr");
        var failed = LauClaims.Of(Quick).Where(static claim => !claim.Holds).ToList();

        Assert.True(Lost("vgg16") <= 0 && Lost("vit") <= 0);
        Says("README.md", $"nothing is lost on VGG16 and ViT, {Lost("resnet18"):0.0} points on ResNet18 and {Lost("resnet50"):0.0} on ResNet50");
        Says("REPRODUCING.md", $"ResNet18 and ResNet50 lose {Lost("resnet18"):0.0} and {Lost("resnet50"):0.0} points at `quick`");
        Assert.All(failed, static claim => Assert.Contains("keeps the rest", claim.Text, StringComparison.Ordinal));
        Says("README.md", $"{failed.Count} of {LauClaims.Of(Quick).Count()} tests fail, all of them of a loss above one point (`lethe claims --records results/quick`)");
    }

    [Fact]
    public void LAU_at_full_width()
    {
        bool IsOf(RunRecord record, string dataset) => record.Cell.Dataset == dataset;
        var seconds = Small.Where(static record => record.Cell is { Experiment: "lau", Method: "lau" }).Max(static record => record.Seconds["total"]);
        var retrain = Small.Where(static record => record.Cell is { Experiment: "lau", Method: "retrain" }).Average(static record => record.Seconds["total"]);

        Says("README.md", $"LAU forgets all, loses nothing elsewhere, in {seconds:0} seconds at most against {retrain / 60:0} minutes of retraining on the same processor");
        Says("README.md", $"On Fashion-MNIST its US is {Of(Small, "lau", "resnet18", "lau", "US", record => IsOf(record, "fashion-mnist")):0.000}, Retrain's {Of(Small, "lau", "resnet18", "retrain", "US", record => IsOf(record, "fashion-mnist")):0.000}");
        Assert.All((string[])["cifar10", "fashion-mnist"], dataset => Assert.True(
            Of(Small, "lau", "resnet18", "lau", "D_tr", record => IsOf(record, dataset)) >= Of(Small, "lau", "resnet18", "original", "D_tr", record => IsOf(record, dataset))));
    }

    [Fact]
    public void What_compression_costs_a_detector()
    {
        double Fall(string family) =>
            Of(Quick, "qad", "tiny", "baseline", "raw.auc", record => record.Cell.Settings["family"] == family) - Of(Quick, "qad", "tiny", "baseline", "c40.auc", record => record.Cell.Settings["family"] == family);

        Says("README.md", $"From raw to c40 the baseline's AUC falls by {Fall("df"):0} points on P-DF, {Fall("nt"):0} on P-NT and {Fall("f2f"):0} on P-F2F and P-SBI; on P-FS it rises by {-Fall("fs"):0}");
        Assert.Equal(Fall("f2f"), Fall("sbi"), 0.5);
        Assert.Equal("nt", Quick.Where(static record => record.Cell is { Experiment: "qad", Method: "baseline" }).GroupBy(static record => record.Cell.Settings["family"]).MinBy(static family => family.Average(static record => record.Metrics["pooled.auc"]))!.Key);
    }

    [Fact]
    public void Detectors_at_full_size()
    {
        string Auc(string method)
        {
            var measured = Measured(Small, "qad", "efficientnet-b1", method, "pooled.auc");
            return Text($"{measured.Mean:0} ± {measured.Std:0}");
        }

        Says("README.md", $"reaches {Auc("baseline")} % without QAD and {Auc("qad")} % with it");
        Says("REPRODUCING.md", $"(AUC {Auc("baseline")} and {Auc("qad")} %)");
    }

    [Fact]
    public void What_erasing_takes_and_keeps()
    {
        double Erased(string method, string metric) => Of(Quick, "erase", "fashion", method, metric);
        double Variant(string name, string metric) => Quick.Where(record => record.Cell.Experiment == "erase-ablation" && record.Cell.Settings["variant"] == name).Average(record => record.Metrics[metric]);
        var gone = 1 - (Erased("all-but-one", "detected") / Erased("original", "detected"));

        Says("README.md", $"SSIM is {Erased("all-but-one", "ssim"):0.00}, and what is said without a prompt hardly moves. **It also erases little**: {100 * gone:0} % of the detections go here");
        Says("README.md", $"*replace*, takes {100 * (1 - Of(Small, "erase", "fashion", "all-but-one-replace", "detected")):0} % of the detections at an SSIM of {Of(Small, "erase", "fashion", "all-but-one-replace", "ssim"):0.00}");
        Says("README.md", $"without it SSIM falls from {Variant("add (the slide's target)", "ssim"):0.00} to {Variant("add, lambda = 0", "ssim"):0.00}");
        Says("README.md", $"q = 0, {Variant("add, q = 0", "detected"):0.00} are detected at an SSIM of {Variant("add, q = 0", "ssim"):0.00}");
        Says("README.md", $"brings {100 * Of(Quick, "erase-attack", "fashion", "esd-x", "detected.attack"):0} % of the sneakers back after ESD-x");
    }

    [Fact]
    public void What_Stable_Diffusion_costs()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Snapshot.Repository, "results", "costs.json")));
        double Cost(string what) => file.RootElement.GetProperty("measured").EnumerateArray().Single(one => one.GetProperty("what").GetString() == what).GetProperty("value").GetDouble();
        const string Notebook = "notebooks/29_stable_diffusion.ipynb";

        Says(Notebook, $"a step of All but One {Cost("step.float32")} s in float32 and {Cost("memory.gpu")} GB");
        Says(Notebook, $"a picture of 50 steps {Cost("picture.gpu")} s");
        Says(Notebook, $"On two cores, likewise: a step {Cost("step.cpu")} s");
        Says("REPRODUCING.md", $"a step of All but One {Cost("step.float32")} s in float32; in bfloat16 a hundred iterations with their pool {Cost("hundred.bfloat16")} s");
        Says("REPRODUCING.md", $"{Cost("memory.gpu")} GB either way");
    }

    private static Measurement Measured(IEnumerable<RunRecord> records, string experiment, string model, string method, string metric, Func<RunRecord, bool>? where = null) => Measurement.Of(
    [
        .. records.Where(record => record.Status == RunStatus.Done && record.Cell.Experiment == experiment && record.Cell.Model == model && record.Cell.Method == method && where?.Invoke(record) is not false)
            .Select(record => record.Metrics[metric]),
    ])!;

    private static double Of(IEnumerable<RunRecord> records, string experiment, string model, string method, string metric, Func<RunRecord, bool>? where = null) =>
        Measured(records, experiment, model, method, metric, where).Mean;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Line breaks are where they are: a sentence is looked for as words.
    private static void Says(string file, FormattableString sentence) =>
        Assert.Contains(Words(Text(sentence)), Words(File.ReadAllText(Path.Combine(Snapshot.Repository, file))), StringComparison.Ordinal);

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
