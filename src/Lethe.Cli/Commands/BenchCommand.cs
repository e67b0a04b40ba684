using Lethe.Cli.Benchmarks;
using Lethe.Cli.Views;
using Lethe.Experiments.Records;
using Lethe.Interactive.Runs;
using TorchSharp;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe bench</c>: the speeds that the kit promises, measured on this machine.</summary>
internal static class BenchCommand
{
    private static readonly (string Name, string Meaning, Func<BenchSetting, IReadOnlyList<BenchResult>> Measure)[] Known =
    [
        ("lau", "LAU warm, cold, and against an epoch of training", static setting => [LauBench.Warm(setting), .. LauBench.Cold(setting)]),
        ("training", "the trainer against a bare loop", static setting => [TrainingBench.Throughput(setting)]),
        ("forward", "bfloat16 against float32", static setting => [ForwardBench.Precision(setting)]),
        ("leaks", "live tensors over 1,000 steps", static setting => [LeakBench.LiveTensors(setting)]),
        ("qad", "training with QAD against plain training, and what it is made of", static setting => QadBench.Measure(setting)),
        ("erase", "the small text-to-image model, and what a pool saves", static setting => ErasingBench.Measure(setting)),
        ("kernel", "the waits in a notebook", static setting => KernelBench.Measure(setting.Cancellation)),
    ];

    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "bench",
            "Measures the speeds that the kit promises, on this machine: medians after a warm-up. Keep the machine idle meanwhile.",
            ("lethe bench", "everything, in a minute or two"),
            ("lethe bench lau leaks", "some of it"),
            ("lethe bench --json > bench.json", "with the hardware, for a record")
        );
        var what = new Argument<string[]>("WHAT")
        {
            Description = string.Join("; ", Known.Select(static bench => $"{bench.Name}: {bench.Meaning}")) + ". All if you name none.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Add(what);
        var device = command.With(CommonOptions.Device());
        var json = command.With(CommonOptions.Json());
        return command.Runs(
            (given, cancellation) =>
            {
                var names = given.GetValue(what) ?? [];
                if (names.Except(Known.Select(static bench => bench.Name)).FirstOrDefault() is { } unknown)
                {
                    throw LetheException.Usage(
                        $"There is no benchmark '{unknown}'. Known: {string.Join(", ", Known.Select(static bench => bench.Name))}."
                    );
                }
                using var setting = new BenchSetting(given.GetRequiredValue(device), cancellation);
                var results = Measure(terminal, names, setting);
                (given.GetValue(json) ? (Action<Terminal, BenchSetting, IReadOnlyList<BenchResult>>)WriteJson : WriteTable)(
                    terminal,
                    setting,
                    results
                );
                return ExitCode.Ok;
            }
        );
    }

    private static List<BenchResult> Measure(Terminal terminal, string[] names, BenchSetting setting)
    {
        var results = new List<BenchResult>();
        foreach (var (name, meaning, measure) in Known.Where(bench => names.Length == 0 || names.Contains(bench.Name)))
        {
            terminal.Error.WriteLine($"{name}: {meaning} …");
            results.AddRange(measure(setting));
        }
        return results;
    }

    private static void WriteJson(Terminal terminal, BenchSetting setting, IReadOnlyList<BenchResult> results)
    {
        var provenance = Provenance.Capture(
            setting.Device.ToString(),
            setting.Precision.Name(),
            setting.Data.Provenance,
            setting.Data.IsStandIn,
            Devices.Hardware(setting.Device)
        );
        JsonOutput.Write(
            terminal.Out,
            new
            {
                provenance.Hardware,
                provenance.Device,
                provenance.Threads,
                provenance.Precision,
                provenance.Commit,
                provenance.Dirty,
                provenance.LetheVersion,
                provenance.TorchSharp,
                libtorch = provenance.LibTorch,
                dotnet = provenance.DotNet,
                provenance.Os,
                provenance.Started,
                results,
            }
        );
    }

    private static void WriteTable(Terminal terminal, BenchSetting setting, IReadOnlyList<BenchResult> results)
    {
        terminal.Out.WriteLine(
            Numbers.Invariant($"{Processor.Describe()}, {torch.get_num_threads()} threads, {setting.Device}, {setting.Precision.Name()}")
        );
        PlainTable.Write(
            terminal,
            ["What", "Measured", "Promised", "Kept"],
            from result in results
            let kept = result.IsMet switch
            {
                true => "yes",
                false => "NO",
                _ => "not for this machine",
            }
            select (string[])[result.Title, Numbers.Invariant($"{result.Value:0.###} {result.Unit}"), result.Goal, kept]
        );
    }
}
