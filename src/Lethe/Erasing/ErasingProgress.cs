namespace Lethe.Erasing;

/// <summary>Where an erasing run is.</summary>
/// <param name="Iteration">Done.</param>
/// <param name="Iterations">Of all.</param>
/// <param name="Loss">Of this iteration.</param>
/// <param name="Seconds">Since the start of this sitting.</param>
public sealed record ErasingProgress(int Iteration, int Iterations, double Loss, double Seconds);
