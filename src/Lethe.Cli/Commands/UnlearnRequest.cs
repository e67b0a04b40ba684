namespace Lethe.Cli.Commands;

/// <summary>The options of <c>lethe unlearn</c>.</summary>
internal sealed record UnlearnRequest
{
    public required string Model { get; init; }

    public string? Architecture { get; init; }

    public required string Data { get; init; }

    public required string Forget { get; init; }

    public required string Method { get; init; }

    public required string Out { get; init; }

    public IReadOnlyList<string> Settings { get; init; } = [];

    public int Size { get; init; } = 32;

    public int Epochs { get; init; }

    public string? DataDir { get; init; }

    public string Device { get; init; } = "auto";

    public string Precision { get; init; } = "auto";

    public int Seed { get; init; }

    public bool Json { get; init; }

    public bool Force { get; init; }
}
