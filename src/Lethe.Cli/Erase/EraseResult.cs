using Lethe.Erasing;
using Lethe.Erasing.Reports;
using Lethe.Experiments.Records;

namespace Lethe.Cli.Erase;

/// <summary>What <c>lethe erase</c> shows.</summary>
internal sealed record EraseResult
{
    /// <summary>See <see cref="EraseModel.Title"/>.</summary>
    public required string Model { get; init; }

    /// <summary>As it was named.</summary>
    public required string ModelName { get; init; }

    public required string Concept { get; init; }

    /// <summary>Empty for the null prompt.</summary>
    public required string Instead { get; init; }

    public required IErasingMethod Method { get; init; }

    /// <summary>As it was run.</summary>
    public required ErasingRecipe Recipe { get; init; }

    public required int Seed { get; init; }

    public required ErasureMeasures Measures { get; init; }

    /// <summary>N of the sampler that drew the pictures.</summary>
    public required int Steps { get; init; }

    /// <summary>w of that sampler.</summary>
    public required double Scale { get; init; }

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

    /// <summary>Of the network.</summary>
    public required long AllNumbers { get; init; }

    /// <summary>Of the delta's file.</summary>
    public required long Bytes { get; init; }

    public bool HasDetector => Measures.Erased.Before is not null;
}
