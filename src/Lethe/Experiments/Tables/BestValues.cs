namespace Lethe.Experiments.Tables;

/// <summary>The numbers that a table prints bold: the best of each column, as far as intervals tell.</summary>
internal static class BestValues
{
    /// <summary>
    /// Places of the best numbers, by row and column: the best, and all that cannot be told from it because their 95 % intervals over seeds
    /// overlap. None is best where one of them has a single seed, where only one was run or none can be told from the best, or where the
    /// table is not to be ranked.
    /// </summary>
    public static IReadOnlySet<(int Row, int Column)> Of(ResultTable table)
    {
        var best = new HashSet<(int, int)>();
        for (var i = 0; table.IsRanked && i < table.Columns.Count; i++)
        {
            if (!table.Columns[i].HasDirection)
            {
                continue;
            }
            var sign = table.Columns[i].IsMoreBetter ? 1 : -1;
            var rivals = table
                .Rows.Index()
                .Where(row => row.Item.Competes && row.Item.Cells[i].Ours is { } ours && double.IsFinite(ours.Mean))
                .Select(row => (row.Index, Ours: row.Item.Cells[i].Ours!))
                .ToList();
            if (rivals.Count == 0 || rivals.Any(static rival => rival.Ours.Range is null))
            {
                continue;
            }
            var first = rivals.MaxBy(rival => sign * rival.Ours.Mean).Ours.Range!.Value;
            var equals = rivals.Where(rival => rival.Ours.Range is { } at && at.Low <= first.High && first.Low <= at.High).ToList();
            if (equals.Count < rivals.Count)
            {
                best.UnionWith(equals.Select(rival => (rival.Index, i)));
            }
        }
        return best;
    }
}
