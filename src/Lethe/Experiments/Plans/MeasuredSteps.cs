using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Plans;

/// <summary>What a training step of each network takes on a machine, as <c>lethe bench training --json</c> beside PyTorch has
/// written it.</summary>
public static class MeasuredSteps
{
    /// <returns>Seconds an image, by network.</returns>
    /// <exception cref="LetheException">There is no such file, or it is something else.</exception>
    public static IReadOnlyDictionary<string, double> Read(string path) =>
        ForeignFile.Read(
            path,
            "is no measurement of trainings",
            static stream =>
            {
                var results = JsonSerializer.Deserialize<Measurements>(stream, RecordJson.Line)?.Results ?? [];
                var steps = results
                    .Where(static one => one is { Unit: "ms", Images: > 0, Ours.Count: > 0 })
                    .ToDictionary(static one => one.Name, static one => Seconds(one.Ours!) / one.Images!.Value);
                return steps.Count > 0 ? steps : throw new InvalidDataException("it has no step of a network.");
            },
            "Make it with `lethe bench training --beside python3 --json`."
        );

    // The median.
    private static double Seconds(IReadOnlyList<double> milliseconds) => milliseconds.Order().ElementAt(milliseconds.Count / 2) / 1000;

    private sealed record Measurements(IReadOnlyList<Step>? Results);

    // Milliseconds, and the images that they are for.
    private sealed record Step(string Name, string Unit, IReadOnlyList<double>? Ours, int? Images);
}
