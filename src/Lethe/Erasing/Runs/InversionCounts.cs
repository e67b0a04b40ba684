namespace Lethe.Erasing.Runs;

/// <summary>How real pictures are inverted.</summary>
/// <param name="Each">Real pictures of each kind.</param>
/// <param name="Steps">The sampler's, both ways.</param>
internal sealed record InversionCounts(int Each, int Steps);
