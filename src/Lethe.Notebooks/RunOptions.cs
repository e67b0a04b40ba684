namespace Lethe.Notebooks;

/// <summary>How to run a notebook.</summary>
public sealed record RunOptions
{
    /// <summary>Longest time for one cell; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Continue after a cell that failed.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>Values for the cell tagged <c>parameters</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Tags of cells that are left out unless named here: see <see cref="LeftOut"/>.</summary>
    public IReadOnlyList<string> With { get; init; } = [];

    /// <summary>Cells with these tags do not run without being asked for.</summary>
    public static IReadOnlyList<string> LeftOut { get; } = ["slow", "gpu", "skip-headless"];
}
