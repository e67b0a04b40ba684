using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Reports;

/// <summary>One number of the kit beside the published one; its properties are the columns of <c>lethe compare</c>.</summary>
/// <param name="Method">How it was trained, or what it was made to forget by; <c>lau-warm</c> is LAU with its features cached.</param>
/// <param name="Ours">Mean over the seeds; null if not run.</param>
/// <param name="Std">Sample standard deviation; null for fewer than two seeds.</param>
/// <param name="N">How many seeds.</param>
/// <param name="Low">Lower end of the 95 % interval over test videos; null where there is none.</param>
/// <param name="Published">Null if the paper has no such number.</param>
/// <param name="Difference">See <see cref="ResultCell.Difference"/>.</param>
/// <param name="Records">See <see cref="ResultCell.Records"/>; blanks between.</param>
public sealed record ComparisonRow(
    string Experiment,
    string Table,
    string Dataset,
    string Profile,
    string Model,
    string Method,
    string Metric,
    double? Ours,
    double? Std,
    int N,
    double? Low,
    double? High,
    double? Published,
    double? Difference,
    string Status,
    string Records
);
