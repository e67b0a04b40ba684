using Lethe.Faces.Sets;

namespace Lethe.Faces.Published;

/// <summary>What <see cref="RealSetBuilder"/> made.</summary>
/// <param name="Set">The crops.</param>
/// <param name="Skipped">The videos that were left out, with the reason; also in <c>skipped.txt</c>.</param>
public sealed record RealSetResult(FilmSet Set, IReadOnlyList<(string Video, string Reason)> Skipped);
