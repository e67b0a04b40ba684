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
        ("plan", "a hundred thousand cells that have records, and what an empty one costs", static setting => PlanBench.Measure(setting)),
        ("kernel", "the waits in a notebook", static setting => KernelBench.Measure(setting.Cancellation)),
    ];

    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "bench",
            "Measures the speeds that the kit promises, on this machine: medians after a warm-up. Keep the machine idle meanwhile.",
            ("lethe bench", "everything, in a minute or two"),
            ("lethe bench lau leaks", "some of it"),
            ("lethe bench --json > bench.json", "with the hardware, for a record"),
            ("lethe bench kernel --beside DIR", "this kernel against Microsoft's, in five minutes"),
            ("lethe bench training --beside python3", "the trainer against PyTorch, in a minute"),
            ("lethe bench training --beside python3 --device cuda", "likewise on a GPU, as wide as the papers have it")
        );
        var what = new Argument<string[]>("WHAT")
        {
            Description = string.Join("; ", Known.Select(static bench => $"{bench.Name}: {bench.Meaning}")) + ". All if you name none.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Add(what);
        var device = command.With(CommonOptions.Device());
        var json = command.With(CommonOptions.Json());
        var beside = command.Text(
            "--beside",
            "Measure something else in turn, and how many times better ours is: Microsoft's kernel in the folder where `dotnet tool "
                + "install microsoft.dotnet-interactive --tool-path DIR` put it, or for training the PyTorch of a Python.",
            "OTHER"
        );
        return command.Runs(
            (given, cancellation) =>
            {
                var names = given.GetValue(what) ?? [];
                Check(names, given.GetValue(beside) is not null);
                using var setting = new BenchSetting(given.GetRequiredValue(device), cancellation);
                if (given.GetValue(beside) is { } other)
                {
                    var (name, results) = names is ["kernel"]
                        ? Kernels(terminal, other, cancellation)
                        : BesideTraining.Measure(other, setting);
                    Write(
                        terminal,
                        setting,
                        given.GetValue(json),
                        Compared.Columns(names is ["kernel"] ? "Microsoft's" : "PyTorch"),
                        results,
                        name
                    );
                }
                else
                {
                    Write(terminal, setting, given.GetValue(json), BenchResult.Columns, Measure(terminal, names, setting), null);
                }
                return ExitCode.Ok;
            }
        );
    }

    private static void Check(string[] names, bool isBeside)
    {
        if (names.Except(Known.Select(static bench => bench.Name)).FirstOrDefault() is { } unknown)
        {
            throw LetheException.Usage(
                $"There is no benchmark '{unknown}'. Known: {string.Join(", ", Known.Select(static bench => bench.Name))}."
            );
        }
        if (isBeside && names is not (["kernel"] or ["training"]))
        {
            throw LetheException.Usage(
                "--beside compares kernels or trainings: lethe bench kernel --beside DIR, lethe bench training --beside python3."
            );
        }
    }

    private static (string Name, IReadOnlyList<Compared> Results) Kernels(Terminal terminal, string folder, CancellationToken cancellation)
    {
        var other = BenchedProgram.Microsofts(folder);
        terminal.Error.WriteLine($"kernel: {BenchedProgram.Ours.Name} and {other.Name} in turn …");
        return (other.Name, BesideBench.Measure(other, cancellation));
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

    private static void Write<T>(
        Terminal terminal,
        BenchSetting setting,
        bool asJson,
        IReadOnlyList<string> columns,
        IReadOnlyList<T> results,
        string? other
    )
        where T : IBenched
    {
        if (asJson)
        {
            WriteJson(terminal, setting, results, other);
            return;
        }
        terminal.Out.WriteLine(
            Numbers.Invariant($"{Processor.Describe()}, {torch.get_num_threads()} threads, {setting.Device}, {setting.Precision.Name()}")
        );
        PlainTable.Write(
            terminal,
            [.. columns, "Kept"],
            results.Select(static result =>
                (string[])
                    [
                        .. result.Row(),
                        result.IsMet switch
                        {
                            true => "yes",
                            false => "NO",
                            _ => "not for this machine",
                        },
                    ]
            )
        );
    }

    private static void WriteJson<T>(Terminal terminal, BenchSetting setting, IReadOnlyList<T> results, string? other)
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
                beside = other,
                results,
            }
        );
    }
}
