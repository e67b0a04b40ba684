namespace Lethe.Kernel.Debugging;

/// <summary>A cell, or a part of one, that was compiled to be debugged.</summary>
/// <param name="path">By which front ends know the cell.</param>
/// <param name="place">What people call it: <c>Cell [3]</c>.</param>
internal sealed class DebugSource(CellDebugger debugger, string path, string place)
{
    private readonly List<int> points = [];

    public CellDebugger Debugger => debugger;

    public string Path => path;

    public string Place => place;

    /// <summary>Numbers of its points, in the order of the text.</summary>
    public IReadOnlyList<int> Points => points;

    /// <summary>The frame of the statements that are in no function.</summary>
    public int Top { get; } = DebugFrame.MakeTop();

    public int Add(DebugPoint point)
    {
        points.Add(PointTable.Add(point));
        return points[^1];
    }
}
