using Lethe.Experiments;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Interactive;

/// <summary>What <see cref="Experiment"/> gives: as the last line of a cell it is shown as its tables.</summary>
/// <param name="Records">Of all cells that were asked for, computed now or before.</param>
/// <param name="Tables">Those that were asked for, one for each data set.</param>
/// <param name="Folder">Where the records are.</param>
[TypeFormatterSource("Lethe.Interactive.ExperimentResultsFormatterSource, Lethe.Interactive")]
public sealed record ExperimentResults(IReadOnlyList<RunRecord> Records, IReadOnlyList<ResultTable> Tables, string Folder);
