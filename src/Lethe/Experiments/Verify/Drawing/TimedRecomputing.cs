using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Drawing;

/// <summary>
/// Computes drawn cells again until the time is up: only what should fit, by what cells were reckoned at and how fast this run has been so
/// far, and a cell that still takes longer is stopped.
/// </summary>
/// <param name="time">From now.</param>
internal sealed class TimedRecomputing(CellDraw draw, TimeSpan time, TimeProvider clock)
{
    // Before any cell has run, the machine is taken to be as fast as that of the records; so many seconds of cells outweigh that.
    private const double Prior = 10;

    private readonly long start = clock.GetTimestamp();
    private double reckoned = Prior,
        spent = Prior;

    public delegate RunRecord Compute(RunRecord record, int place, CancellationToken cancellation);

    /// <summary>The cell that was stopped, or was next, when the time was up: nothing is said of it.</summary>
    public List<RunRecord> NotReached { get; } = [];

    private TimeSpan Left => time - clock.GetElapsedTime(start);

    /// <summary>Each record with what came out now.</summary>
    public IEnumerable<(RunRecord Claimed, RunRecord Now)> Run(Compute compute, CancellationToken cancellation)
    {
        if (Left <= TimeSpan.Zero)
        {
            yield break;
        }
        using var deadline = new CancellationTokenSource(Left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        var place = 0;
        while (draw.Next(Left.TotalSeconds * reckoned / spent) is { Count: > 0 } next)
        {
            foreach (var (record, seconds) in next)
            {
                var begun = clock.GetTimestamp();
                if (Try(compute, record, ++place, either.Token, cancellation) is not { } now)
                {
                    NotReached.Add(record);
                    yield break;
                }
                (reckoned, spent) = (reckoned + seconds, spent + clock.GetElapsedTime(begun).TotalSeconds);
                yield return (record, now);
            }
        }
    }

    // Null if the time was up.
    private static RunRecord? Try(Compute compute, RunRecord record, int place, CancellationToken either, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            either.ThrowIfCancellationRequested();
            return compute(record, place, either);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && either.IsCancellationRequested)
        {
            return null;
        }
    }
}
