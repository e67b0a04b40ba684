using System.Diagnostics;
using TorchSharp;

namespace Lethe.Training;

/// <summary>Tells how far an epoch is. Reading the loss waits for the device: so not at every step.</summary>
/// <param name="epoch">From 0.</param>
/// <param name="count">Of instances in an epoch, each of so many <paramref name="views"/>.</param>
internal sealed class EpochProgress(
    IProgress<TrainingProgress>? told,
    TimeSpan every,
    int epoch,
    int epochs,
    int steps,
    int count,
    int views = 1
)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan reported;
    private int step;

    /// <summary>Instances so far.</summary>
    public long Seen { get; private set; }

    /// <param name="sums">Of the epoch so far: losses of instances, and images that were classified rightly.</param>
    public void Step(int more, double rate, Func<(double Loss, long Right)> sums)
    {
        step++;
        Seen += more;
        if (told is null || (clock.Elapsed - reported <= every && step < steps))
        {
            return;
        }
        reported = clock.Elapsed;
        var (loss, right) = sums();
        var speed = Seen / clock.Elapsed.TotalSeconds;
        var left = TimeSpan.FromSeconds((((double)(epochs - epoch) * count) - Seen) / speed);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        told.Report(new(epoch + 1, epochs, step, steps, loss / Seen, 100.0 * right / Seen / views, rate, speed * views, live, left));
    }
}
