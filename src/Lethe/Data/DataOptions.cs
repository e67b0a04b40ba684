namespace Lethe.Data;

/// <summary>Where data is looked for and how photographs are read.</summary>
/// <param name="DataDir">A folder with the files, or with a folder of the data set's name; tried first.</param>
/// <param name="Size">Pixels a side that photographs are scaled to.</param>
public sealed record DataOptions(string? DataDir = null, int Size = 32)
{
    /// <summary>Where downloads go, a folder a data set.</summary>
    public string Cache { get; init; } = LetheHome.Data;
}
