using System.Diagnostics;
using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Cli.Benchmarks;

/// <summary>How long it takes to see that there is nothing to do: very many cells, all of which have a record.</summary>
internal static class PlanBench
{
    private const int Seeds = 2500, // of ten methods on four networks
        EmptyCells = 100;
    private const double MostSeconds = 5,
        MostMegabytes = 500,
        MostMilliseconds = 50;

    public static IReadOnlyList<BenchResult> Measure(BenchSetting setting) => [.. Skip(setting), Overhead(setting)];

    /// <summary>What a cell costs besides its computation: claim, record, the disk.</summary>
    private static BenchResult Overhead(BenchSetting setting)
    {
        var folder = Directory.CreateTempSubdirectory("lethe-bench-").FullName;
        try
        {
            var request = new ExperimentRequest
            {
                Tables = [],
                Profile = Profile.Smoke.Name,
                Out = folder,
            };
            var cell = new Cell
            {
                Experiment = "empty",
                Dataset = "none",
                Model = "none",
                Method = "none",
                Profile = Profile.Smoke.Name,
                Seed = 0,
            };
            var jobs = Enumerable.Range(0, EmptyCells).Select(seed => new Job(cell with { Seed = seed }, static _ => new()));
            using var runner = new ExperimentRunner(request, [new(new EmptyLab(new(request)), jobs)]);
            var clock = Stopwatch.StartNew();
            runner.Run(setting.Cancellation);
            var milliseconds = clock.Elapsed.TotalMilliseconds / EmptyCells;
            return new(
                "cell_overhead",
                "What a cell costs besides its computation",
                milliseconds,
                "ms",
                "under 50 ms",
                milliseconds < MostMilliseconds,
                new Dictionary<string, double> { ["cells"] = EmptyCells }
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<BenchResult> Skip(BenchSetting setting)
    {
        var folder = Directory.CreateTempSubdirectory("lethe-bench-").FullName;
        try
        {
            var request = new ExperimentRequest
            {
                Tables = ["lau"],
                Profile = Profile.Smoke.Name,
                Seeds = Seeds,
                Device = "cpu",
                Out = folder,
            };
            var bytes = Write(request, setting.Cancellation);
            GC.Collect();
            PeakMemory.Reset();
            var clock = Stopwatch.StartNew();
            var skipped = 0;
            using var runner = new ExperimentRunner(request)
            {
                Progress = new Relay<ExperimentEvent>(happened => skipped += happened is CellSkipped ? 1 : 0),
            };
            var computed = runner.Run(setting.Cancellation).Count;
            var (seconds, megabytes) = (clock.Elapsed.TotalSeconds, PeakMemory.Megabytes() ?? double.NaN);
            var details = new Dictionary<string, double>
            {
                ["cells"] = skipped,
                ["computed"] = computed,
                ["megabytes_of_records"] = bytes / 1e6,
            };
            return
            [
                new(
                    "plan_skip",
                    "100,000 cells with records, planned and skipped",
                    seconds,
                    "s",
                    "under 5 s",
                    seconds < MostSeconds,
                    details
                ),
                new(
                    "plan_memory",
                    "Memory of the whole process meanwhile",
                    megabytes,
                    "MB",
                    "under 500 MB",
                    double.IsNaN(megabytes) ? null : megabytes < MostMegabytes,
                    details
                ),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Records as long as real ones.
    private static long Write(ExperimentRequest request, CancellationToken cancellation)
    {
        using var runner = new ExperimentRunner(request);
        var provenance = Provenance.Capture("cpu", "float32", "invented", isStandIn: true);
        using var file = File.Create(Path.Combine(request.Out, RecordStore.FileName));
        foreach (var cell in runner.Plan())
        {
            cancellation.ThrowIfCancellationRequested();
            var record = new RunRecord { Cell = cell, Provenance = provenance };
            foreach (var name in (ReadOnlySpan<string>)["D_r", "D_f", "D_tr", "D_tf", "US", "gap_to_retrain", "samples_read", "zrf", "mia"])
            {
                record.Metrics[name] = cell.Seed / 3.0;
            }
            JsonSerializer.Serialize(file, record, RecordJson.Line);
            file.WriteByte((byte)'\n');
        }
        return file.Length;
    }

    private sealed class EmptyLab(RunContext context) : Lab(context)
    {
        public override (string Source, bool IsStandIn) DataOf(Cell cell) => ("none", true);
    }
}
