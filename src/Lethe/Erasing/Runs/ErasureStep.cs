namespace Lethe.Erasing.Runs;

/// <summary>Where an <see cref="Erasure"/> is.</summary>
/// <param name="Stage">What is being done; a new one begins with its first step.</param>
/// <param name="Done">Of the stage, what an earlier run did included.</param>
/// <param name="All">0 if it is not told.</param>
public sealed record ErasureStep(string Stage, int Done, int All, string Detail = "");
