using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Drawing;

/// <summary>
/// Computes drawn cells again until the time is up: only what should fit, by what cells were reckoned at and how fast this run has been so
/// far. A cell that still takes longer than its share is stopped, and the next has its turn.
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

    /// <summary>What was stopped, and what was suspected and did not fit.</summary>
    public List<Unreached> NotReached { get; } = [];

    private TimeSpan Left => time - clock.GetElapsedTime(start);

    /// <summary>Each record with what came out now.</summary>
    public IEnumerable<(RunRecord Claimed, RunRecord Now)> Run(Compute compute, CancellationToken cancellation)
    {
        if (Left <= TimeSpan.Zero)
        {
            yield break;
        }
        var place = 0;
        while (Next(out var most) is { Count: > 0 } next)
        {
            using var deadline = new CancellationTokenSource(most, clock);
            foreach (var (at, (record, seconds)) in next.Index())
            {
                var begun = clock.GetTimestamp();
                var now = Try(compute, record, ++place, deadline.Token, cancellation);
                (reckoned, spent) = (reckoned + seconds, spent + clock.GetElapsedTime(begun).TotalSeconds);
                if (now is null)
                {
                    NotReached.Add(new(record, clock.GetElapsedTime(begun), WasStopped: true));
                    draw.GiveUp(record, next.Skip(at + 1).Select(static one => one.Record));
                    break;
                }
                yield return (record, now);
            }
        }
        NotReached.AddRange(
            draw.Waiting.Select(one => new Unreached(one.Record, TimeSpan.FromSeconds(one.Seconds * spent / reckoned), WasStopped: false))
        );
    }

    // What comes next, and how long it may take: what was reckoned at more than a share has waited, and gets all that is left.
    private IReadOnlyList<(RunRecord Record, double Seconds)> Next(out TimeSpan most)
    {
        var (left, share) = (Left, CellDraw.ShareOf(time));
        most = left;
        if (left <= TimeSpan.Zero)
        {
            return [];
        }
        var speed = reckoned / spent;
        var next = draw.Next(left.TotalSeconds * speed, share.TotalSeconds * speed);
        if (share < left && next.Sum(static one => one.Seconds) <= share.TotalSeconds * speed)
        {
            most = share;
        }
        return next;
    }

    // Null if the time was up.
    private static RunRecord? Try(Compute compute, RunRecord record, int place, CancellationToken deadline, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            return compute(record, place, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            return null;
        }
    }
}
