using System.Runtime.CompilerServices;
using Lethe.Kernel.Execution;

namespace Lethe.Cli.Benchmarks;

/// <summary>What it costs that cells can be stopped: the same lambda as it was compiled here, and as a cell, with a look at the stop flag
/// in every turn and call.</summary>
internal static class CheckBench
{
    private const int WarmUps = 40; // calls, after which the runtime compiles for speed
    private const int Pairs = 15;
    private const int Turns = 20_000_000;

    public static IReadOnlyList<BenchResult> Measure(CancellationToken cancellation)
    {
        var loop = Compare(
            cancellation,
            static turns =>
            {
                var sum = 0L;
                for (var i = 0; i < turns; i++)
                {
                    sum += i;
                }
                return sum;
            }
        );
        var call = Compare(
            cancellation,
            static turns =>
            {
                Func<long, long> next = static x => x + 1;
                var sum = 0L;
                for (var i = 0; i < turns; i++)
                {
                    sum = next(sum);
                }
                return sum;
            }
        );
        var (ratio, more) = (loop.Checked / loop.Plain, (call.Checked - call.Plain) * 1e9 / Turns);
        return
        [
            new(
                "kernel_loop",
                "Kernel: a tight loop that can be stopped, against one that cannot",
                ratio,
                "x",
                "at most 1.2 x",
                ratio <= 1.2,
                Details(loop)
            ),
            new("kernel_call", "Kernel: what a call costs more for that", more, "ns", "at most 2 ns", more <= 2, Details(call)),
        ];
    }

    private static (double Plain, double Checked) Compare(
        CancellationToken cancellation,
        Func<int, long> plain,
        [CallerArgumentExpression(nameof(plain))] string code = ""
    )
    {
        using var cells = new CellExecutor(Environment.CurrentDirectory);
        var submission = cells.Session.Compile($"(Func<int, long>)({code})", "Bench", cancellation);
        var cell = (Func<int, long>)cells.Session.Start(submission).GetAwaiter().GetResult()!;
        for (var i = 0; i < WarmUps; i++)
        {
            plain(Turns / 1000);
            cell(Turns / 1000);
            Thread.Sleep(10); // the runtime recompiles behind one's back
        }
        var timing = new Timing(TorchSharp.torch.CPU, cancellation);
        var (a, b, ratio) = timing.Interleaved(Pairs, () => plain(Turns), () => cell(Turns));
        return (a, a * ratio);
    }

    private static Dictionary<string, double> Details((double Plain, double Checked) measured) =>
        new()
        {
            ["plain_ms"] = measured.Plain * 1000,
            ["checked_ms"] = measured.Checked * 1000,
            ["turns"] = Turns,
            ["pairs"] = Pairs,
        };
}
