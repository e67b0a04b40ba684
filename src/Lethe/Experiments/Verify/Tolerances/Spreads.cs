using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Tolerances;

/// <summary>
/// How much numbers differ from seed to seed: another processor moves them less. The variance within the groups of a
/// method, drawn towards that of all methods of the experiment where there are few groups (Smyth, "Linear models and empirical Bayes
/// methods", 2004, with a prior of <see cref="Prior"/> degrees of freedom).
/// </summary>
internal sealed class Spreads
{
    /// <summary>As many degrees of freedom as the experiment's own variance counts for.</summary>
    public const int Prior = 4;

    // By experiment and metric: the sum of squares of each group of seeds, and its degrees of freedom.
    private readonly Dictionary<
        (string Experiment, string Metric),
        List<(string Method, double Squares, int Freedom, RunRecord[] Of)>
    > groups = [];
    private readonly Dictionary<(string, string), double> grids = [];

    public Spreads(Siblings siblings)
    {
        foreach (var group in siblings.All)
        {
            foreach (var metric in group.SelectMany(static record => record.Metrics.Keys).Distinct())
            {
                RunRecord[] measured = [.. group.Where(record => record.Metrics.ContainsKey(metric))];
                var (squares, freedom) = Squares(measured, metric);
                var key = (group[0].Cell.Experiment, metric);
                if (!groups.TryGetValue(key, out var list))
                {
                    groups[key] = list = [];
                }
                list.Add((group[0].Cell.Method, squares, freedom, measured));
            }
        }
    }

    /// <summary>
    /// The standard deviation of a number from run to run, the record's own left out; where runs agree, the smallest step that the number
    /// can take. Null if there are no two runs to tell it from.
    /// </summary>
    public double? Of(RunRecord record, string metric)
    {
        var (all, freedomOfAll, own, freedom) = (0.0, 0, 0.0, 0);
        if (!groups.TryGetValue((record.Cell.Experiment, metric), out var list))
        {
            return null;
        }
        foreach (var group in list)
        {
            var (squares, degrees) = group.Of.Contains(record)
                ? Squares([.. group.Of.Where(other => !ReferenceEquals(other, record))], metric)
                : (group.Squares, group.Freedom);
            (all, freedomOfAll) = (all + squares, freedomOfAll + degrees);
            if (group.Method == record.Cell.Method)
            {
                (own, freedom) = (own + squares, freedom + degrees);
            }
        }
        if (freedomOfAll == 0)
        {
            return null;
        }
        // s^2 = (d0 s0^2 + d s_method^2) / (d0 + d)
        var variance = ((Prior * (all / freedomOfAll)) + own) / (Prior + freedom);
        return Math.Max(Math.Sqrt(variance), Grid((record.Cell.Experiment, metric), list));
    }

    // Images are counted one by one.
    private double Grid((string, string) key, List<(string Method, double Squares, int Freedom, RunRecord[] Of)> list)
    {
        if (!grids.TryGetValue(key, out var grid))
        {
            var parts = NumberGrid.Of(list.SelectMany(group => group.Of).Select(record => record.Metrics[key.Item2]));
            grids[key] = grid = parts is { } known ? NumberGrid.Whole / known : 0;
        }
        return grid;
    }

    private static (double Squares, int Freedom) Squares(RunRecord[] measured, string metric)
    {
        if (measured.Length < 2)
        {
            return (0, 0);
        }
        var mean = measured.Average(record => record.Metrics[metric]);
        return (measured.Sum(record => Math.Pow(record.Metrics[metric] - mean, 2)), measured.Length - 1);
    }
}
