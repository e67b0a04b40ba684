namespace Lethe.Cli.Benchmarks;

/// <summary>One figure that <c>lethe bench</c> measured.</summary>
/// <param name="Name">For programs: <c>lau_warm</c>.</param>
/// <param name="Value">Median.</param>
/// <param name="Unit"><c>ms</c>, <c>ns</c>, <c>MB</c>, <c>x</c> for a ratio, or <c>tensors</c>.</param>
/// <param name="Goal">What the kit promises: <c>under 60 ms</c>.</param>
/// <param name="IsMet">Null where the promise is not for this machine.</param>
internal sealed record BenchResult(
    string Name,
    string Title,
    double Value,
    string Unit,
    string Goal,
    bool? IsMet,
    IReadOnlyDictionary<string, double> Details
);
