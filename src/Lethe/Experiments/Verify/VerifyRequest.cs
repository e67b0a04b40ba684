namespace Lethe.Experiments.Verify;

/// <summary>What to verify.</summary>
public sealed record VerifyRequest
{
    /// <summary>Names of tables or experiments; null for all that the records are of.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    /// <summary>For everything; checks that compute nothing take seconds, and are done even if there are none.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Of the draw.</summary>
    public required int Seed { get; init; }

    /// <summary>A folder for recomputed records and trained networks, empty or not there: nothing found on this machine answers for
    /// them.</summary>
    public required string Scratch { get; init; }

    /// <summary>Where to look for data sets first.</summary>
    public string? DataDir { get; init; }
}
