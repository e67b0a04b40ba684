namespace Lethe.Detection;

/// <summary>What <see cref="RealSetBuilder"/> made.</summary>
/// <param name="Set">The crops.</param>
/// <param name="Skipped">The videos that were left out, with the reason; also in <c>skipped.txt</c>.</param>
public sealed record RealSetResult(ClipSet Set, IReadOnlyList<(string Video, string Reason)> Skipped);
