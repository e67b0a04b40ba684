namespace Lethe.Erasing.Runs;

/// <summary>How pictures are drawn to be measured.</summary>
/// <param name="Steps">N.</param>
/// <param name="Scale">w.</param>
internal sealed record ErasingSampler(int Steps, double Scale);
