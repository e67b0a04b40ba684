namespace Lethe.Experiments;

/// <summary>How pictures are drawn to be measured.</summary>
/// <param name="Steps">N.</param>
/// <param name="Scale">w.</param>
public sealed record ErasingSampler(int Steps, double Scale);
