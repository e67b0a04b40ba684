using Lethe.Erasing.Methods;
using Lethe.Runtime;

namespace Lethe.Erasing.Runs;

/// <summary>Everything that decides an erased network.</summary>
/// <param name="Weights">Fingerprint of the model's.</param>
/// <param name="Phrasings">Of concept and replacement.</param>
internal sealed record ErasedNetwork(
    string Weights,
    string Method,
    IErasingMethod Settings,
    ErasingRecipe Recipe,
    string Concept,
    string Instead,
    IReadOnlyList<string> Phrasings,
    int Seed,
    string Device,
    Precision Precision
);
