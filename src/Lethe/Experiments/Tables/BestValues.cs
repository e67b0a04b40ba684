namespace Lethe.Experiments;

/// <summary>The numbers that a paper would print bold: the best of each column.</summary>
internal static class BestValues
{
    /// <summary>
    /// Places of the best numbers, by row and column. Numbers that are printed alike are alike, so several may share a column; none is best
    /// where only one was run or all are alike, or where the table is not to be ranked.
    /// </summary>
    public static IReadOnlySet<(int Row, int Column)> Of(ResultTable table)
    {
        var best = new HashSet<(int, int)>();
        for (var i = 0; table.IsRanked && i < table.Columns.Count; i++)
        {
            var (unit, sign) = (table.Columns[i].Unit, table.Columns[i].IsMoreBetter ? 1 : -1);
            var rivals = table.Rows.Index()
                .Where(row => Competes(row.Item) && row.Item.Cells[i].Ours is { } ours && double.IsFinite(ours.Mean))
                .Select(row => (row.Index, row.Item.Cells[i].Ours!.Mean))
                .ToList();
            if (rivals.Select(rival => NumberText.Of(rival.Mean, unit)).Distinct().Count() > 1)
            {
                var printed = NumberText.Of(rivals.MaxBy(rival => sign * rival.Mean).Mean, unit);
                best.UnionWith(rivals.Where(rival => NumberText.Of(rival.Mean, unit) == printed).Select(rival => (rival.Index, i)));
            }
        }
        return best;
    }

    // Original has forgotten nothing, Retrain is what the others try to come near to, and a warm row leaves out a part of its method's time.
    private static bool Competes(ResultRow row) => row.Method is not ("original" or "retrain") && !row.Method.EndsWith(EfficiencyTable.WarmSuffix, StringComparison.Ordinal);
}
