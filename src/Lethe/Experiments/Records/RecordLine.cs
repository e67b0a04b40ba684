namespace Lethe.Experiments.Records;

/// <summary>A line of <c>records.jsonl</c>: where it is, and what it is about.</summary>
/// <param name="Start">Bytes before it in the file.</param>
/// <param name="Number">From 1.</param>
/// <param name="Id">Of the cell.</param>
internal sealed record RecordLine(long Start, int Length, int Number, string Id, RunStatus Status)
{
    /// <summary>Once it was asked for.</summary>
    public RunRecord? Record { get; set; }

    /// <summary>False for a last one that lacks its line end.</summary>
    public bool IsWhole { get; init; } = true;
}
