using System.Text.Json.Serialization;

namespace Lethe.Experiments.Tables;

/// <summary>One number of a table beside the published one.</summary>
public sealed record ResultCell
{
    /// <summary>Null if not run.</summary>
    public Measurement? Ours { get; init; }

    /// <summary>Null if the paper has no such number.</summary>
    public PublishedValue? Published { get; init; }

    /// <summary>True if a footnote of the table says what is wrong with the published number.</summary>
    public bool IsFlagged => Footnotes.Count > 0;

    [JsonIgnore]
    public IReadOnlyList<string> Footnotes { get; init; } = [];

    /// <summary>
    /// Ours less published, if they are comparable. In columns with <see cref="ResultColumn.ComparesChange"/>, of what the method changed
    /// against its own original: (ours - our original) - (published - published original).
    /// </summary>
    public double? Difference { get; init; }

    /// <summary>
    /// Ids of the records it was computed from, one a run; those of Original or Retrain that it is compared with are not among them.
    /// </summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    public ResultStatus Status { get; init; }

    /// <summary>Why not run or not comparable; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>For example "not comparable (quick profile, sample data)".</summary>
    public string StatusText => Word(Status) + (Reason is null ? "" : $" ({Reason})");

    internal static string Word(ResultStatus status) =>
        status switch
        {
            ResultStatus.Reproduced => "reproduced",
            ResultStatus.Differs => "differs",
            ResultStatus.Undecided => "undecided",
            ResultStatus.NotRun => "not run",
            _ => "not comparable",
        };
}
