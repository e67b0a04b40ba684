namespace Lethe.Experiments.Runs;

/// <summary>What to run. A list left at null means all that the profile has.</summary>
public sealed record ExperimentRequest
{
    /// <summary>Names of tables, see <see cref="ExperimentCatalog.Names"/>.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    public string Profile { get; init; } = "quick";

    public IReadOnlyList<string>? Datasets { get; init; }

    public IReadOnlyList<string>? Models { get; init; }

    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>What a wing lets one choose besides, by its name there; null, or no such key, for all.</summary>
    public Dictionary<string, IReadOnlyList<string>?> Choices { get; init; } = [];

    /// <summary>A choice of <see cref="Choices"/>; null for all.</summary>
    public IReadOnlyList<string>? Choice(string name) => Choices.GetValueOrDefault(name);

    /// <summary>
    /// What an experiment takes besides, see <see cref="ExperimentEntry.Takes"/>: another model than the kit's own. A record whose text
    /// names it.
    /// </summary>
    public object? About { get; init; }

    /// <summary>
    /// How many; they are 0, 1, 2, … Null for the experiment's own number: three where runs take seconds and differ much, else one.
    /// </summary>
    public int? Seeds { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary><c>auto</c>, <c>float32</c> or <c>bfloat16</c>.</summary>
    public string Precision { get; init; } = "auto";

    /// <summary>The folder of the records.</summary>
    public required string Out { get; init; }

    /// <summary>Compute cells again that have a record.</summary>
    public bool Force { get; init; }

    /// <summary>Where to look for data sets first.</summary>
    public string? DataDir { get; init; }
}
