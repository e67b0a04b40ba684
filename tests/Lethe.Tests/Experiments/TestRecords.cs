using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Unlearning;

namespace Lethe.Tests.Experiments;

/// <summary>Invented records: the published numbers shifted a little, so that every status occurs.</summary>
internal static class TestRecords
{
    public static Cell Cell(
        string method = "lau",
        int seed = 0,
        string model = "resnet18",
        string dataset = "fashion-mnist",
        string profile = "small"
    ) =>
        new()
        {
            Experiment = "lau",
            Dataset = dataset,
            Model = model,
            Method = method,
            Profile = profile,
            Seed = seed,
            ForgetClass = 0,
            Settings = new() { ["width"] = "1", ["precision"] = "float32" },
        };

    public static Provenance Provenance(bool isStandIn = false, string hardware = "Test processor, 2 cores, 24 GiB") =>
        new()
        {
            Commit = "0123456789abcdef0123456789abcdef01234567",
            Dirty = false,
            LetheVersion = "0.1.0",
            TorchSharp = "0.107.0",
            LibTorch = "2.10.0",
            DotNet = ".NET 10.0.0",
            Os = "Debian 12",
            Hardware = hardware,
            Device = "cpu",
            Threads = 2,
            Precision = "float32",
            Started = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Data = "invented",
            IsStandIn = isStandIn,
        };

    public static RunRecord Record(Cell? cell = null, double? dTr = null, double seconds = 1, bool isStandIn = false)
    {
        cell ??= Cell();
        var record = new RunRecord { Cell = cell, Provenance = Provenance(isStandIn) };
        record.Metrics["D_r"] = 97.5;
        record.Metrics["D_f"] = 0;
        record.Metrics["D_tr"] = dTr ?? 94.25;
        record.Metrics["D_tf"] = 0;
        record.Metrics["US"] = 0.955;
        record.Seconds["total"] = seconds;
        return record;
    }

    /// <summary>All nine methods of the paper and two more on ResNet18 and ViT, two seeds each; gap only where there is a Retrain
    /// record.</summary>
    public static IReadOnlyList<RunRecord> Grid(string dataset, string profile, bool isStandIn)
    {
        var (utility, efficiency, paper) = (
            PublishedTables.Load("lau-utility"),
            PublishedTables.Load("lau-efficiency"),
            DatasetCatalog.All.PublishedName(dataset)
        );
        var records = new List<RunRecord>();
        foreach (var model in (string[])["resnet18", "vit"])
        {
            foreach (var (place, method) in UnlearningCatalog.InOrder(UnlearningCatalog.Rows.Except(UnlearningCatalog.Rivals)).Index())
            {
                for (var seed = 0; seed < 2; seed++)
                {
                    if (model == "vit" && method is "retrain" or "logit-mask")
                    {
                        continue;
                    }
                    var like = UnlearningCatalog.PaperRows.Contains(method) ? method : "lau";
                    var cell = Cell(method, seed, model, dataset, profile);
                    var record = new RunRecord { Cell = cell, Provenance = Provenance(isStandIn) };
                    if (model == "vit" && method == "fisher")
                    {
                        records.Add(
                            record with
                            {
                                Status = RunStatus.Failed,
                                Error = "the loss is not a number at step 7 <of 20> | lr 0.1",
                            }
                        );
                        continue;
                    }
                    foreach (var metric in utility.Metrics)
                    {
                        var shift = metric.Key == "US" ? 0.001 : 0.5;
                        record.Metrics[metric.Key] =
                            utility.Find(paper, model, like, metric.Key)!.Value.Value
                            + (shift * (place - 4 + seed) * (metric.Key is "D_f" or "D_tf" ? 0 : 1));
                    }
                    if (model != "vit" && method != "retrain")
                    {
                        record.Metrics["gap_to_retrain"] = 0.25 * place;
                    }
                    if (method != "original")
                    {
                        record.Metrics["samples_read"] =
                            efficiency.Find(paper, model, like, "samples_read")!.Value.Value + (method == "iwu" ? 54000 : 0);
                        record.Seconds["total"] =
                            (efficiency.Find(paper, model, like, "total")!.Value.Value / (place == 3 ? 20 : 10)) + (0.01 * seed);
                    }
                    if (method == "lau")
                    {
                        record.Seconds["cold"] = record.Seconds["total"];
                        record.Seconds["warm"] = 0.0456 + (0.001 * seed);
                    }
                    records.Add(record);
                }
            }
        }
        return records;
    }
}
