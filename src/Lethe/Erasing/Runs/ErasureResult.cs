using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Reports;
using Lethe.Experiments.Records;

namespace Lethe.Erasing.Runs;

/// <summary>What came of an <see cref="Erasure"/>.</summary>
public sealed record ErasureResult
{
    public required string Model { get; init; }

    public required string ModelName { get; init; }

    public required ConceptPair Pair { get; init; }

    public required IErasingMethod Method { get; init; }

    public required ErasingRecipe Recipe { get; init; }

    public required int Seed { get; init; }

    public required ErasureMeasures Measures { get; init; }

    /// <summary>Before and after, a PNG of <see cref="BeforeAfterGrid"/>.</summary>
    public required byte[] Grid { get; init; }

    public required Sampler Sampler { get; init; }

    /// <summary>True if the kept prompts are the kit's choice.</summary>
    public bool KeepsOwnPrompts { get; init; }

    /// <summary>Manifests of the judges whose weights are not on this machine.</summary>
    public IReadOnlyList<string> MissingJudges { get; init; } = [];

    /// <summary>Of all sittings.</summary>
    public required double ErasingSeconds { get; init; }

    public required double MeasuringSeconds { get; init; }

    public required Provenance Provenance { get; init; }

    /// <summary>Weights in the delta.</summary>
    public required long Numbers { get; init; }

    public required long AllNumbers { get; init; }

    /// <summary>Of the delta's file.</summary>
    public required long Bytes { get; init; }

    public bool HasDetector => Measures.Erased.Before is not null;
}
