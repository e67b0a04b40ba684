using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Runs;

/// <summary>Cells that are planned and computed together, and the tables made from their records.</summary>
/// <param name="Name">To ask for all its tables.</param>
/// <param name="Open">Checks a request and makes what plans and computes its cells.</param>
public sealed record ExperimentEntry(string Name, IReadOnlyList<Table> Tables, Func<RunContext, Plan> Open) : IEntry
{
    public string Title => Tables[0].Title;

    /// <summary>What numbers of its records follow from others: a record that says otherwise contradicts itself.</summary>
    public IReadOnlyList<RecordRule> Rules { get; init; } = [];

    /// <summary>True if it needs files that a user has to make: it is not among <c>all</c>.</summary>
    public bool NeedsOwnFiles { get; init; }

    /// <summary>True if it runs where it is named, and not among <c>all</c>.</summary>
    public bool IsAside { get; init; }

    /// <summary>True if it has seeds of its own, and cannot be asked for others.</summary>
    public bool HasOwnSeeds { get; init; }

    /// <summary>The choices under which it has all cells that it can have; empty where nothing is chosen.</summary>
    public Dictionary<string, IReadOnlyList<string>?> Widest { get; init; } = [];

    /// <summary>The kind of <see cref="ExperimentRequest.About"/> that it takes; null for none.</summary>
    public Type? Takes { get; init; }
}
