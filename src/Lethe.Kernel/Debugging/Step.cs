namespace Lethe.Kernel.Debugging;

/// <summary>On the way from where a thread stood still to where it is to stand still again.</summary>
internal sealed class Step
{
    private readonly StepKind kind;
    private readonly DebugFrame from;
    private readonly int point;
    private readonly int thread;
    private readonly HashSet<DebugFrame> callers;

    public Step(StepKind kind, Stop stop)
    {
        (this.kind, from, point, thread) = (kind, stop.Frames[0], stop.Frames[0].Point, stop.Thread);
        callers = [.. stop.Frames.Skip(1)];
    }

    /// <summary>Whether it ends where a frame is now.</summary>
    public bool EndsAt(DebugFrame frame)
    {
        if (frame == from)
        {
            return kind != StepKind.Out && IsElsewhere(frame.Point);
        }
        // Left for code that is no cell's, a function may be followed by another that this calls.
        return callers.Contains(frame)
            || (Environment.CurrentManagedThreadId == thread && (kind == StepKind.In || (from.IsLeft && !frame.IsBelow(from))));
    }

    // Another line, or round again: a loop's first turn begins on the loop's own line.
    private bool IsElsewhere(int now) => now <= point || PointTable.Points[now].Start.Line != PointTable.Points[point].Start.Line;
}
