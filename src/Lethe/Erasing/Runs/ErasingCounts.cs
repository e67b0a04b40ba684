namespace Lethe.Erasing.Runs;

/// <summary>How many pictures a run is measured on.</summary>
/// <param name="Erased">Of the erased concept's prompts.</param>
/// <param name="Kept">Of what should stay: of the small model's each other class; of Stable Diffusion in all.</param>
internal sealed record PictureCounts(int Erased, int Kept);

/// <summary>How a curve over iterations is measured.</summary>
/// <param name="Every">Iterations between two points.</param>
internal sealed record ErasingCurve(int Iterations, int Every, int Erased, int Kept);

/// <summary>How real pictures are inverted.</summary>
/// <param name="Each">Real pictures of each kind.</param>
/// <param name="Steps">The sampler's, both ways.</param>
internal sealed record InversionCounts(int Each, int Steps);

/// <summary>What a vector is learned from and measured on.</summary>
internal sealed record AttackCounts(int Real, int Drawn);
