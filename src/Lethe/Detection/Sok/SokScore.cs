using System.Text.Json.Serialization;

namespace Lethe.Detection.Sok;

/// <summary>A detector's score on FaceForensics++.</summary>
/// <param name="Printed">Percent, its digits as printed.</param>
public sealed record SokScore(string Printed, ScoreMetric Metric)
{
    [JsonIgnore]
    public double Value => double.Parse(Printed, CultureInfo.InvariantCulture);

    /// <summary>For example <c>96.60 AUC</c>.</summary>
    public override string ToString() => $"{Printed} {Metric}";
}
