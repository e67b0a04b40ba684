namespace Lethe.Kernel.Debugging;

/// <summary>The breakpoints of a notebook, by cell and line, and the points of compiled cells that they mean.</summary>
internal sealed class Breakpoints
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, IReadOnlyList<int>> wanted = [];
    private readonly Dictionary<string, List<DebugSource>> sources = [];

    public bool Any => wanted.Count > 0;

    /// <summary>By path; lines are counted from 1.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> All
    {
        get
        {
            lock (gate)
            {
                return wanted.ToDictionary();
            }
        }
    }

    /// <summary>Those of a cell, instead of those it had.</summary>
    public void Set(string path, IReadOnlyList<int> lines)
    {
        lock (gate)
        {
            wanted.Remove(path);
            if (lines.Count > 0)
            {
                wanted[path] = lines;
            }
            Mark(path);
        }
    }

    /// <summary>A cell was compiled. It may have been before; functions of that time may still be called.</summary>
    public void Add(DebugSource source)
    {
        lock (gate)
        {
            sources.TryAdd(source.Path, []);
            sources[source.Path].Add(source);
            Mark(source.Path);
        }
    }

    /// <summary>The lines of a cell at which it can be stopped; null if it was not compiled yet.</summary>
    public IReadOnlyList<int>? LinesOf(string path)
    {
        lock (gate)
        {
            return sources.TryGetValue(path, out var compiled)
                ?
                [
                    .. compiled
                        .SelectMany(static source => source.Points)
                        .Select(static number => PointTable.Points[number].Start.Line)
                        .Distinct()
                        .Order(),
                ]
                : null;
        }
    }

    public void Clear()
    {
        foreach (var path in All.Keys)
        {
            Set(path, []);
        }
    }

    // Of the points on a line the first: the statement itself, not a lambda in it.
    private void Mark(string path)
    {
        var lines = wanted.GetValueOrDefault(path) ?? [];
        foreach (var source in sources.GetValueOrDefault(path) ?? [])
        {
            var seen = new HashSet<int>();
            foreach (var number in source.Points.OrderBy(static number => PointTable.Points[number].Start))
            {
                var (point, line) = (PointTable.Points[number], PointTable.Points[number].Start.Line);
                PointTable.Flags[number] = (byte)(!point.IsTurn && lines.Contains(line) && seen.Add(line) ? 1 : 0);
            }
        }
    }
}
