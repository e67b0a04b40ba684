namespace Lethe.Faces.Sets;

/// <summary>A clip of a set was made, or left out.</summary>
/// <param name="Done">On the disk so far, those of earlier runs included.</param>
/// <param name="Clip">The one just finished; empty at the start.</param>
/// <param name="Reason">Why it was left out; null if it was not.</param>
public sealed record FilmSetProgress(int Done, int Total, int Skipped, string Clip, string? Reason);
