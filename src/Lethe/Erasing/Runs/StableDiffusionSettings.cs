namespace Lethe.Erasing.Runs;

/// <summary>What decides a cell on Stable Diffusion besides its weights.</summary>
/// <param name="ErasedPrompts">A hash; so are the next three.</param>
/// <param name="Pictures">Real ones of what should stay.</param>
/// <param name="ConceptPictures">Real ones that show the concept.</param>
/// <param name="Judges">Those whose weights are here.</param>
internal sealed record StableDiffusionSettings(
    string Concept,
    string Instead,
    string ErasedPrompts,
    string KeptPrompts,
    string Pictures,
    string ConceptPictures,
    IReadOnlyList<string> Judges
);
