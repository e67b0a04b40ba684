using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>What came out of a cell; with where and how it was run, it becomes a <see cref="RunRecord"/>.</summary>
public sealed record CellResult
{
    /// <summary>See <see cref="RunRecord.Metrics"/>.</summary>
    public SortedDictionary<string, double> Metrics { get; init; } = [];

    /// <summary>See <see cref="RunRecord.Seconds"/>.</summary>
    public SortedDictionary<string, double> Seconds { get; init; } = [];

    /// <summary>See <see cref="RunRecord.Arrays"/>.</summary>
    public IReadOnlyDictionary<string, FigureArray> Arrays { get; init; } = new Dictionary<string, FigureArray>();

    /// <summary>See <see cref="RunRecord.Notes"/>.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public RunRecord Record(Cell cell, Provenance provenance) =>
        new()
        {
            Cell = cell,
            Provenance = provenance,
            Metrics = Metrics,
            Seconds = Seconds,
            Arrays = Arrays,
            Notes = Notes,
        };
}
