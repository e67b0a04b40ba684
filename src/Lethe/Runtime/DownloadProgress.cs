namespace Lethe.Runtime;

/// <summary>How far a download is.</summary>
/// <param name="Done">Bytes, those of an earlier attempt included.</param>
/// <param name="Note">A retry and why.</param>
public readonly record struct DownloadProgress(string File, long Done, long? Total, string? Note = null);
