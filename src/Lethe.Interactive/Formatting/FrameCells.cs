namespace Lethe.Interactive.Formatting;

/// <summary>What is shown of a frame.</summary>
/// <param name="Keys">Of the rows that are shown.</param>
/// <param name="Columns">With one text for each of these rows.</param>
/// <param name="Count">Rows that the frame has.</param>
/// <param name="ColumnCount">Columns that the frame has.</param>
internal sealed record FrameCells(IReadOnlyList<string> Keys, IReadOnlyList<FrameColumn> Columns, int Count, int ColumnCount);
