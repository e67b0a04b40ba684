using Lethe.Models;

namespace Lethe.Detection.Runs;

/// <summary>What decides a trained detector but its objective and seed; part of a cell's settings.</summary>
/// <param name="Data">Title of the set of faces.</param>
/// <param name="Device">CPU or CUDA: their results differ.</param>
internal sealed record DetectorTraining(
    string Data,
    string Family,
    IReadOnlyList<string> Qualities,
    int Train,
    ModelSpec Network,
    DetectorRecipe Recipe,
    string Device
);
