using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>What a published column means.</summary>
/// <param name="Key">As in <see cref="RunRecord.Metrics"/> or <see cref="RunRecord.Seconds"/>.</param>
/// <param name="Unit">percent, score, distance, samples or seconds.</param>
/// <param name="Direction">up if more is better, else down.</param>
/// <param name="Meaning">One sentence.</param>
public sealed record PublishedMetric(string Key, string Unit, string Direction, string Meaning);
