namespace Lethe.Unlearning.Runs;

/// <summary>A classifier of a person's own photographs that is to be made.</summary>
/// <param name="Data">A folder with one folder of photographs a class, or the name of a data set.</param>
public sealed record ClassifierRequest(string Data)
{
    /// <summary>A name of <see cref="Models.ModelCatalog"/>.</summary>
    public string Architecture { get; init; } = "resnet18-imagenet";

    /// <summary>Whether the last layer alone is trained, on features that are computed once.</summary>
    public bool HeadOnly { get; init; }

    /// <summary>Where a named data set is looked for.</summary>
    public string? DataDir { get; init; }

    /// <summary>Pixels a side; 0 for the architecture's usual one.</summary>
    public int Side { get; init; }

    /// <summary>0 for the architecture's usual number.</summary>
    public int Epochs { get; init; }

    public int Seed { get; init; }

    public required Device Device { get; init; }

    public Precision Precision { get; init; } = Precision.Float32;
}
