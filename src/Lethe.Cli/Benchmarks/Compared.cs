using System.Text.Json.Serialization;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Benchmarks;

/// <summary>What the kit and something else took for the same thing, round by round.</summary>
/// <param name="Name">For programs: <c>first_cell</c>.</param>
/// <param name="Unit"><c>ms</c> or <c>MB</c>.</param>
/// <param name="Goal">By how much the kit promises to be the better: the other's / ours.</param>
internal sealed record Compared(
    string Name,
    string Title,
    string Unit,
    IReadOnlyList<double> Ours,
    IReadOnlyList<double> Theirs,
    double Goal
) : IBenched
{
    /// <param name="other">Whose the second column is.</param>
    public static IReadOnlyList<string> Columns(string other) => ["What", "Lethe", other, "Ratio (least to most)", "Goal"];

    /// <summary>How many images a value is for; null where it is not for images.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Images { get; init; }

    /// <summary>The median over the rounds.</summary>
    public double Ratio => Timing.Median(Ratios);

    public bool? IsMet => Ratio >= Goal;

    private IReadOnlyList<double> Ratios => [.. Theirs.Zip(Ours, static (their, our) => their / our)];

    public string[] Row() =>
        [
            Title,
            Size(Timing.Median(Ours)),
            Size(Timing.Median(Theirs)),
            Invariant($"{Ratio:0.0} x ({Ratios.Min():0.0} to {Ratios.Max():0.0})"),
            Invariant($"at least {Goal} x"),
        ];

    private string Size(double value) => Unit == "MB" ? Invariant($"{value:0} MB") : Seconds(value / 1000);
}
