namespace Lethe.Data;

/// <summary>A data set that experiments run on.</summary>
/// <param name="StandsFor">The data set of a paper whose numbers stand beside its own.</param>
public sealed record DatasetEntry(string Name, string Title, string? StandsFor = null) : IEntry
{
    /// <summary>Where they are known without its files.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Super-classes, for networks that are to forget a sub-class; none if nobody has said which.</summary>
    public IReadOnlyList<ClassGroup> SuperClasses { get; init; } = [];

    /// <summary>Whether its images are filled by what they show: in training they are then mirrored, but not shifted.</summary>
    public bool IsFilled { get; init; }

    /// <summary>Pixels a side that photographs are scaled to, where nothing else is asked for.</summary>
    public int Side { get; init; } = 32;

    /// <summary>The networks of its tables by their names; empty for those of the papers.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>The name of the class that its tables forget; null for the one that all forget.</summary>
    public string? Forget { get; init; }

    /// <summary>Reads it as images with classes, to the CPU; null for sets of faces and their forgeries, which are read in pairs.</summary>
    public Func<DataOptions, DatasetPair>? Load { get; init; }
}
