namespace Lethe.Data;

/// <summary>Where data is looked for before the cache and the system's own folders.</summary>
/// <param name="DataDir">A folder with the files, or with a folder of the data set's name; null for none (<c>--data-dir</c>).</param>
public sealed record DataOptions(string? DataDir = null);
