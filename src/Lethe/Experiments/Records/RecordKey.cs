namespace Lethe.Experiments.Records;

/// <summary>Of a record what is needed to know whether there is one.</summary>
/// <param name="Id">Null in a line without one: it is that of the cell.</param>
internal sealed record RecordKey(string? Id = null, RunStatus Status = RunStatus.Done);
