namespace Lethe.Experiments;

/// <summary>How real pictures are inverted.</summary>
/// <param name="Each">Real pictures of each kind.</param>
/// <param name="Steps">The sampler's, both ways.</param>
public sealed record InversionCounts(int Each, int Steps);
