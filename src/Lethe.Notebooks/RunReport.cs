namespace Lethe.Notebooks;

/// <summary>What became of a notebook.</summary>
public sealed record RunReport(string Notebook, string Output, NotebookStatus Status, IReadOnlyList<CellReport> Cells);
