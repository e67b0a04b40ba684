namespace Lethe.Erasing.Runs;

/// <summary>How many pictures a run is measured on.</summary>
/// <param name="Erased">Of the erased concept's prompts.</param>
/// <param name="Kept">Of what should stay: of the small model's each other class; of Stable Diffusion in all.</param>
internal sealed record PictureCounts(int Erased, int Kept);
