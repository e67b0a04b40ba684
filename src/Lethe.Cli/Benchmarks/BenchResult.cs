using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Benchmarks;

/// <summary>One figure that <c>lethe bench</c> measured.</summary>
/// <param name="Name">For programs: <c>lau_warm</c>.</param>
/// <param name="Value">Median.</param>
/// <param name="Unit"><c>ms</c>, <c>ns</c>, <c>MB</c>, <c>x</c> for a ratio, or <c>tensors</c>.</param>
/// <param name="Goal">What the kit promises: <c>at most 20 ms</c>.</param>
internal sealed record BenchResult(
    string Name,
    string Title,
    double Value,
    string Unit,
    string Goal,
    bool? IsMet,
    IReadOnlyDictionary<string, double> Details
) : IBenched
{
    public static IReadOnlyList<string> Columns { get; } = ["What", "Measured", "Goal"];

    public string[] Row() => [Title, Invariant($"{Value:0.###} {Unit}"), Goal];
}
