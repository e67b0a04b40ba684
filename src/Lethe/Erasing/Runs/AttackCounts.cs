namespace Lethe.Erasing.Runs;

/// <summary>What a vector is learned from and measured on.</summary>
/// <param name="Real">Pictures to learn it from.</param>
/// <param name="Drawn">Pictures drawn with it.</param>
internal sealed record AttackCounts(int Real, int Drawn);
