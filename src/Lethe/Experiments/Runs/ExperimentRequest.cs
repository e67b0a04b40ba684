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

    /// <summary>Families of forgeries; of detectors only.</summary>
    public IReadOnlyList<string>? Families { get; init; }

    /// <summary>
    /// What an experiment takes besides, see <see cref="ExperimentEntry.Takes"/>: for those on erasing another model than the kit's small
    /// one. A
    /// record whose text names it.
    /// </summary>
    public object? About { get; init; }

    /// <summary>
    /// How many; they are 0, 1, 2, … Null for the experiment's own number: three where runs take seconds and differ much, as detectors at
    /// quick do; else one.
    /// </summary>
    public int? Seeds { get; init; }

    /// <summary>Ship on CIFAR-10, as in the slides' figure; bag on Fashion-MNIST.</summary>
    public const int UsualForgetClass = 8;

    /// <summary>Null for the experiment's own: <see cref="UsualForgetClass"/>, or each in turn.</summary>
    public int? ForgetClass { get; init; }

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
