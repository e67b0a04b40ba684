namespace Lethe.Faces.Sets;

/// <summary>A clip of a set is on the disk.</summary>
/// <param name="Done">Clips so far, those of earlier runs included.</param>
/// <param name="Total">Of the set.</param>
/// <param name="Clip">The one that was just finished; empty at the start.</param>
public sealed record FilmSetProgress(int Done, int Total, string Clip);
