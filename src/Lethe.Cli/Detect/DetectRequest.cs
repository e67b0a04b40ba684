using Lethe.Detection.Verdicts;
using Lethe.Faces.Finders;

namespace Lethe.Cli.Detect;

/// <summary>What <c>lethe detect</c> was asked for.</summary>
internal sealed record DetectRequest
{
    public required IReadOnlyList<string> Paths { get; init; }

    public required string Model { get; init; }

    public bool Json { get; init; }

    /// <summary>Folder of the pages; null for none.</summary>
    public string? Explain { get; init; }

    public bool Recursive { get; init; }

    /// <summary>A name of <see cref="FaceFinders"/>.</summary>
    public required string Faces { get; init; }

    public required string Device { get; init; }

    public required ExamineOptions Options { get; init; }
}
