namespace Lethe.Experiments;

/// <summary>What to run. A list left at null means all that the profile has.</summary>
public sealed record ExperimentRequest
{
    /// <summary>Names of tables: <c>lau-utility</c>, <c>lau-efficiency</c>, or <c>lau</c> for both.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    public string Profile { get; init; } = "quick";

    public IReadOnlyList<string>? Datasets { get; init; }

    public IReadOnlyList<string>? Models { get; init; }

    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>How many; they are 0, 1, 2, …</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Null for the kit's default, 8: ship on CIFAR-10, as in the deck; bag on Fashion-MNIST.</summary>
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
