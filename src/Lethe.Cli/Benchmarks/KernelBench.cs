namespace Lethe.Cli.Benchmarks;

/// <summary>What a person waits for in a notebook: the kernel's start, the first cell, a trivial cell; and a headless run from start to
/// end.</summary>
internal static class KernelBench
{
    private const int Starts = 5;
    private const int Cells = 30;
    private const int ManyCells = 1000;

    public static IReadOnlyList<BenchResult> Measure(CancellationToken cancellation)
    {
        var (memory, slowing) = Long(cancellation); // which also reads the files from disk once
        List<double> info = [],
            first = [],
            trivial = [],
            headless = [];
        for (var i = 0; i < Starts; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var kernel = BenchedKernel.Start(BenchedProgram.Ours, cancellation);
            info.Add(kernel.StartMilliseconds);
            first.Add(kernel.Run("1 + 1"));
            trivial.AddRange(Enumerable.Range(0, Cells).Select(cell => kernel.Run($"1 + {cell}")));
        }
        for (var i = 0; i < Starts; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            headless.Add(Headless.ByRunner());
        }
        return
        [
            Result("kernel_start", "Kernel: start to kernel_info_reply", info, 1000),
            Result("kernel_first_cell", "Kernel: first cell after that", first, 500),
            Result("kernel_ready", "Kernel: both together", [.. info.Zip(first, static (start, cell) => start + cell)], 1500),
            Result("kernel_cell", "Kernel: a trivial cell", trivial, 15),
            Result("kernel_memory", "Kernel: memory that 1,000 cells add", memory, "MB", 60, ("cells", ManyCells)),
            Result("kernel_slowing", "Kernel: cell 1,000 against cell 10", slowing, "x", 2, ("cells", ManyCells)),
            .. CheckBench.Measure(cancellation),
            Result("notebook_headless", "A three-cell notebook without Jupyter, whole process", headless, 2500),
        ];
    }

    // A long session: every other cell declares a variable, which is what costs.
    private static (double Megabytes, double Slowing) Long(CancellationToken cancellation)
    {
        using var kernel = BenchedKernel.Start(BenchedProgram.Ours, cancellation);
        List<double> all = [];
        double before = 0;
        for (var i = 0; i < ManyCells; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            all.Add(kernel.Run(i % 2 == 0 ? $"var x{i} = {i};" : $"x{i - 1} + 1"));
            before = i == 20 ? kernel.CollectedMegabytes() : before;
        }
        return (kernel.CollectedMegabytes() - before, Timing.Median(all[^20..]) / Timing.Median(all[5..25]));
    }

    private static BenchResult Result(string name, string title, List<double> milliseconds, double limit) =>
        Result(
            name,
            title,
            Timing.Median(milliseconds),
            "ms",
            limit,
            ("runs", milliseconds.Count),
            ("least", milliseconds.Min()),
            ("most", milliseconds.Max())
        );

    private static BenchResult Result(
        string name,
        string title,
        double value,
        string unit,
        double limit,
        params (string Name, double Value)[] details
    ) => new(name, title, value, unit, $"at most {limit:0} {unit}", value <= limit, details.ToDictionary());
}
