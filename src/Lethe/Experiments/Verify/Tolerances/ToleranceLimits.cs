using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Tolerances;

/// <summary>
/// How many standard deviations of seeds an honest cell's worst number lies off, measured on records: see <c>tolerances.json</c>, which
/// a test compares with what it measures.
/// </summary>
/// <param name="About">What this is, for people.</param>
/// <param name="Sources">Which records it was measured on, and how.</param>
/// <param name="Others">For experiments that are not listed.</param>
/// <param name="Experiments">By name.</param>
public sealed record ToleranceLimits(
    string About,
    IReadOnlyList<ToleranceSource> Sources,
    double Others,
    SortedDictionary<string, double> Experiments
)
{
    /// <summary>Those that come with the kit.</summary>
    public static ToleranceLimits Kit { get; } =
        JsonSerializer.Deserialize<ToleranceLimits>(Embedded.Text(typeof(ToleranceLimits), "verify/tolerances.json"), RecordJson.Line)!;

    public double Of(string experiment) => Experiments.GetValueOrDefault(experiment, Others);
}
