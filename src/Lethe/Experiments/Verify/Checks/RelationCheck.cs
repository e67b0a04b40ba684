using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>
/// A number that the others do not bear out. Each is told from all that should say the same of it: the record's other numbers, its
/// method, the same number at other seeds and of other methods on its network. Where that works for nearly all records of an experiment
/// and fails for one by far, that one has been changed.
/// </summary>
internal static class RelationCheck
{
    private const int FewestRecords = 36; // of fewer, no relation can be told
    private const double Usual = 0.9; // as many records lie within the usual error
    private const double Far = 4; // usual errors

    // Of the ridge, by the number of columns: the one that tells most numbers best is taken.
    private static readonly double[] Ridges = [0.01, 0.1, 1];

    private sealed record Error(RunRecord Record, string Metric, double Value, double Told)
    {
        public double Size => Math.Abs(Value - Told);
    }

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records, ToleranceBook tolerances) =>
        records
            .GroupBy(static record => (record.Cell.Experiment, record.Cell.Profile))
            .SelectMany(same => Of(same.Key.Experiment, [.. same], tolerances));

    private static IEnumerable<Error> Errors(string experiment, IReadOnlyList<RunRecord> records, ToleranceBook tolerances)
    {
        var follows = RuleCheck.RulesOf(experiment).Where(static rule => !rule.IsLimit).Select(static rule => rule.Metric).ToHashSet();
        var measured = records
            .SelectMany(static record => record.Metrics.Keys)
            .Where(ToleranceBook.IsJudged)
            .CountBy(static name => name)
            .Where(static name => name.Value >= FewestRecords)
            .Select(static name => name.Key);
        foreach (var metric in measured)
        {
            List<RunRecord> rows = [.. records.Where(record => record.Metrics.ContainsKey(metric))];
            double[] values = [.. rows.Select(record => record.Metrics[metric])];
            var told = Told(values, Columns(metric, rows, follows, tolerances));
            for (var row = 0; row < rows.Count; row++)
            {
                yield return new(rows[row], metric, values[row], told[row]);
            }
        }
    }

    // Where two seeds of a cell are far off, its numbers vary, and neither is accused.
    private static IEnumerable<Suspicion> Of(string experiment, IReadOnlyList<RunRecord> records, ToleranceBook tolerances) =>
        from error in Errors(experiment, records, tolerances)
        group error by error.Metric into same
        let usual = Quantile([.. same.Select(static one => one.Size)], Usual)
        where usual > 0
        from seeds in same.Where(one => one.Size > Far / 2 * usual).GroupBy(static one => (one.Record.Cell with { Seed = 0 }).Id)
        where seeds.Count() == 1 && seeds.First().Size > Far * usual
        let one = seeds.First()
        select new Suspicion(
            one.Record,
            "relation",
            FormattableString.Invariant(
                $"{one.Metric} = {one.Value:G6} where the other numbers tell {one.Told:G6}, {one.Size / usual:F1} times the usual error"
            ),
            IsProof: false
        );

    // The columns that a number is told from, each with mean 0 and variance 1.
    private static List<double[]> Columns(string metric, List<RunRecord> rows, HashSet<string> follows, ToleranceBook tolerances)
    {
        var networks = rows.ToLookup(static row => NetworkOf(row.Cell));
        var columns = rows[0]
            .Metrics.Keys.Where(name =>
                name != metric
                && !follows.Contains(name)
                && ToleranceBook.IsJudged(name)
                && rows.TrueForAll(row => row.Metrics.ContainsKey(name))
            )
            .Select(name => rows.Select(row => (double?)row.Metrics[name]))
            .Concat(
                rows.Select(static row => row.Cell.Method)
                    .Distinct()
                    .Select(method => rows.Select(row => (double?)(row.Cell.Method == method ? 1 : 0)))
            )
            .Append(rows.Select(row => Mean(tolerances.Siblings.Of(row))))
            .Append(rows.Select(row => Mean(networks[NetworkOf(row.Cell)].Where(other => !ReferenceEquals(other, row)))));
        return [.. columns.Select(Standardised).OfType<double[]>()];

        double? Mean(IEnumerable<RunRecord> others) =>
            others.Where(other => other.Metrics.ContainsKey(metric)).Select(other => (double?)other.Metrics[metric]).Average();
    }

    // What is not known is taken to be the mean; null if all are equal.
    private static double[]? Standardised(IEnumerable<double?> column)
    {
        var all = column.ToList();
        var mean = all.Average() ?? 0;
        double[] centred = [.. all.Select(value => (value ?? mean) - mean)];
        var deviation = Math.Sqrt(centred.Average(static value => value * value));
        return deviation > 1e-12 * Math.Max(1, Math.Abs(mean)) && double.IsFinite(deviation)
            ? [.. centred.Select(value => value / deviation)]
            : null;
    }

    // Ridge regression, each number told without itself: y_i - f_{-i}(x_i) = [K^-1 y]_i / [K^-1]_ii, with K = X X' + lambda I.
    private static double[] Told(double[] values, List<double[]> columns)
    {
        using var scope = NewDisposeScope();
        var mean = values.Average();
        var y = tensor(values.Select(value => value - mean).ToArray(), float64);
        var x = tensor(columns.SelectMany(static column => column).ToArray(), [columns.Count, values.Length], float64);
        var gram = x.t().matmul(x);
        var best = Ridges
            .Select(ridge =>
            {
                var own = Enumerable.Repeat(ridge * Math.Max(1, columns.Count), values.Length).ToArray();
                var inverse = linalg.inv(gram + diag(tensor(own, float64)));
                return inverse.mv(y) / inverse.diagonal();
            })
            .MinBy(static errors => errors.abs().median().item<double>())!;
        return [.. values.Zip(best.data<double>(), static (value, error) => value - error)];
    }

    private static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        return values[(int)Math.Ceiling(share * values.Length) - 1];
    }

    private static string NetworkOf(Cell cell) => FormattableString.Invariant($"{cell.Dataset} {cell.Model} {cell.Forgotten} {cell.Seed}");
}
