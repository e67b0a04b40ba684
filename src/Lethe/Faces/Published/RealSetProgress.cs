namespace Lethe.Faces.Published;

/// <summary>A video of a set was done, or left out.</summary>
/// <param name="Done">Videos on the disk so far, those of earlier runs included.</param>
/// <param name="Total">Of the set.</param>
/// <param name="Skipped">Left out so far.</param>
/// <param name="Video">The one just finished; empty at the start.</param>
/// <param name="Reason">Why it was left out; null if it was not.</param>
public sealed record RealSetProgress(int Done, int Total, int Skipped, string Video, string? Reason);
