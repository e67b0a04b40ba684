using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>Medians of repeated runs. Two things to compare are run in turn, so that a slow minute hits both.</summary>
internal sealed class Timing(Device device, CancellationToken cancellation)
{
    /// <summary>Seconds, after <paramref name="warmUps"/> runs that do not count.</summary>
    public double Median(int runs, int warmUps, Action work)
    {
        var seconds = new List<double>();
        for (var i = -warmUps; i < runs; i++)
        {
            Once(work, i < 0 ? null : seconds);
        }
        return Median(seconds);
    }

    /// <summary>Seconds of both, and the median over the pairs of second / first.</summary>
    public (double First, double Second, double Ratio) Interleaved(int pairs, Action first, Action second)
    {
        var (a, b) = (new List<double>(), new List<double>());
        for (var i = -1; i < pairs; i++)
        {
            Once(first, i < 0 ? null : a);
            Once(second, i < 0 ? null : b);
        }
        return (Median(a), Median(b), Median([.. b.Zip(a, static (x, y) => x / y)]));
    }

    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private void Once(Action work, List<double>? seconds)
    {
        cancellation.ThrowIfCancellationRequested();
        var taken = Devices.Time(device, work);
        seconds?.Add(taken);
    }
}
