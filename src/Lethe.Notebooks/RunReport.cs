namespace Lethe.Notebooks;

/// <summary>What became of a notebook.</summary>
/// <param name="Notebook">Path of the input.</param>
/// <param name="Output">Path of the executed copy.</param>
/// <param name="Status">How the run ended.</param>
/// <param name="Cells">Its code cells.</param>
public sealed record RunReport(string Notebook, string Output, NotebookStatus Status, IReadOnlyList<CellReport> Cells);
