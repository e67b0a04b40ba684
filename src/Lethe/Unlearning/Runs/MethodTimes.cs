namespace Lethe.Unlearning.Runs;

/// <summary>How long a method takes: measured once, or several times if it is fast.</summary>
internal sealed class MethodTimes
{
    private const double RepeatBelowSeconds = 0.5;
    private const int Repeats = 5;

    private readonly List<(double Total, IReadOnlyDictionary<string, double> Stages)> runs = [];

    /// <summary>True until it has been measured often enough.</summary>
    public bool WantsAnother => runs.Count == 0 || (runs.Count <= Repeats && runs[0].Total < RepeatBelowSeconds);

    /// <param name="total">Seconds of one run.</param>
    /// <param name="stages">Seconds of its stages.</param>
    public void Add(double total, IReadOnlyDictionary<string, double> stages) => runs.Add((total, stages));

    /// <summary>The median of each stage and of the total; the first of several runs warms caches up and does not count.</summary>
    public SortedDictionary<string, double> Medians()
    {
        var counted = runs.Count > 1 ? runs[1..] : runs;
        var seconds = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["total"] = Median(counted.Select(static run => run.Total)),
        };
        foreach (var stage in counted[0].Stages.Keys)
        {
            seconds[stage] = Median(counted.Select(run => run.Stages.GetValueOrDefault(stage)));
        }
        if (seconds.ContainsKey("features"))
        {
            (seconds["cold"], seconds["warm"]) = (
                seconds["total"],
                Median(counted.Select(static run => run.Total - run.Stages["features"]))
            );
        }
        return seconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
