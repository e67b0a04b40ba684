using System.Diagnostics;

namespace Lethe.Unlearning;

/// <summary>Sums the seconds spent in named stages; on a GPU it waits for the device at both ends.</summary>
public sealed class StageClock
{
    private readonly SortedDictionary<string, double> seconds = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, double> Seconds => seconds;

    public T Measure<T>(string stage, Func<T> work)
    {
        Synchronize();
        var start = Stopwatch.GetTimestamp();
        var result = work();
        Synchronize();
        seconds[stage] = seconds.GetValueOrDefault(stage) + Stopwatch.GetElapsedTime(start).TotalSeconds;
        return result;
    }

    public void Measure(string stage, Action work) =>
        Measure(
            stage,
            () =>
            {
                work();
                return 0;
            }
        );

    private static void Synchronize()
    {
        if (cuda_is_available())
        {
            cuda.synchronize();
        }
    }
}
