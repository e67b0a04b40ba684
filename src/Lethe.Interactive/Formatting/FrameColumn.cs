namespace Lethe.Interactive.Formatting;

/// <summary>A column of a frame as text.</summary>
/// <param name="IsNumeric">True if it holds numbers, and besides them only gaps.</param>
internal sealed record FrameColumn(string Name, IReadOnlyList<string> Texts, bool IsNumeric);
