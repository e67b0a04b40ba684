using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Runs;

/// <summary>What decides every cell of the experiments on erasing, whatever the method.</summary>
/// <param name="Weights">Fingerprint of the model's.</param>
/// <param name="Device">CPU or CUDA: their results differ.</param>
internal sealed record ErasingMeasure(string Weights, string Device, Precision Precision, Sampler Sampler, int DriftPaths);

/// <summary>What decides a cell on Stable Diffusion besides its weights.</summary>
/// <param name="ErasedPrompts">A hash; so are the next three.</param>
internal sealed record StableDiffusionSettings(
    string Concept,
    string Instead,
    string ErasedPrompts,
    string KeptPrompts,
    string Pictures,
    string ConceptPictures,
    IReadOnlyList<string> Judges
);

/// <summary>Everything that decides an erased network.</summary>
/// <param name="Weights">Fingerprint of the model's.</param>
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
