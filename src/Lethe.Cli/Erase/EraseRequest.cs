namespace Lethe.Cli.Erase;

/// <summary>What <c>lethe erase</c> was asked for.</summary>
internal sealed record EraseRequest
{
    public required string Model { get; init; }

    public required string Out { get; init; }

    /// <summary>Null if it was not named.</summary>
    public string? Concept { get; init; }

    /// <summary>Null if it was not named; empty for the null prompt.</summary>
    public string? Instead { get; init; }

    public required string Method { get; init; }

    /// <summary>Each <c>name=value</c>, of the method or of its recipe.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Null for the method's own.</summary>
    public int? Iterations { get; init; }

    /// <summary>Null for the method's own.</summary>
    public string? Group { get; init; }

    public int Seed { get; init; }

    /// <summary>Prompts that should stay what they are; none for the kit's own.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Of each prompt; null for as many as fit the model.</summary>
    public int? Images { get; init; }

    /// <summary>Of the sampler that draws them; null for as many as fit the model.</summary>
    public int? Steps { get; init; }

    public required string Device { get; init; }

    public required string Precision { get; init; }

    public bool Json { get; init; }

    public bool Force { get; init; }

    /// <summary>A delta to be added instead of making one; null to make one.</summary>
    public string? Apply { get; init; }
}
