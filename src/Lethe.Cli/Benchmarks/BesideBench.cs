namespace Lethe.Cli.Benchmarks;

/// <summary>
/// This kernel and another, asked the same by the same client, in turn: a slow minute of the machine hits both. Each round gives one ratio
/// of each wait.
/// </summary>
internal static class BesideBench
{
    private const int Rounds = 5;
    private const int Trivial = 30;
    private const int ManyCells = 200;
    private static readonly TimeSpan Thinking = TimeSpan.FromSeconds(3); // between a cell that has run and the first word of the next

    // What is typed, and what must be offered then.
    private static readonly (string Code, string Offered)[] Typed =
    [
        ("Math.Sq", "Sqrt"),
        ("Console.Wr", "WriteLine"),
        ("\"abc\".Len", "Length"),
        ("DateTime.N", "Now"),
        ("new List<int>().Ad", "Add"),
        ("Environment.Mach", "MachineName"),
    ];

    public static IReadOnlyList<Compared> Measure(BenchedProgram other, CancellationToken cancellation)
    {
        List<Waits> ours = [],
            theirs = [];
        for (var round = 0; round <= Rounds; round++)
        {
            void We() => ours.Add(Session(BenchedProgram.Ours, cancellation, Headless.ByRunner));
            void They() => theirs.Add(Session(other, cancellation, () => Headless.ByClient(other, cancellation)));
            foreach (var session in round % 2 == 0 ? (Action[])[We, They] : [They, We])
            {
                session();
            }
        }
        Compared Compare(string name, string title, double goal, Func<Waits, double> of, string unit = "ms") =>
            // The first round reads the files from disk.
            new(name, title, unit, [.. ours.Skip(1).Select(of)], [.. theirs.Skip(1).Select(of)], goal);
        return
        [
            Compare("start", "Start, until it answers", 1.5, static waits => waits.Start),
            Compare("first_cell", "First cell", 5, static waits => waits.First),
            Compare("cell", "A trivial cell", 2, static waits => waits.Cell),
            Compare("headless", "A three-cell notebook, headless", 3, static waits => waits.Headless),
            Compare("first_completion", "First completion, 3 s after the first cell", 5, static waits => waits.FirstCompletion),
            Compare("completion", "A later completion", 1, static waits => waits.Completion),
            Compare("memory", $"Memory after {ManyCells} cells", 2, static waits => waits.Megabytes, "MB"),
        ];
    }

    // In two kernels: one that is typed in, and one that runs cell after cell.
    private static Waits Session(BenchedProgram program, CancellationToken cancellation, Func<double> headless)
    {
        using var kernel = BenchedKernel.Start(program, cancellation);
        var first = kernel.Run("1 + 1");
        cancellation.WaitHandle.WaitOne(Thinking);
        var typed = Array.ConvertAll(Typed, typed => kernel.Complete(typed.Code, typed.Offered));
        var (cell, megabytes) = Cells(program, cancellation);
        return new(kernel.StartMilliseconds, first, cell, headless(), typed[0], Timing.Median(typed[1..]), megabytes);
    }

    private static (double Milliseconds, double Megabytes) Cells(BenchedProgram program, CancellationToken cancellation)
    {
        using var kernel = BenchedKernel.Start(program, cancellation);
        var trivial = Enumerable.Range(0, Trivial).Select(cell => kernel.Run($"1 + {cell}")).ToList();
        for (var i = Trivial; i < ManyCells; i++)
        {
            kernel.Run(i % 2 == 0 ? $"var x{i} = {i};" : $"x{i - 1} + 1");
        }
        return (Timing.Median(trivial), kernel.Megabytes());
    }

    private sealed record Waits(
        double Start,
        double First,
        double Cell,
        double Headless,
        double FirstCompletion,
        double Completion,
        double Megabytes
    );
}
