namespace Lethe.Experiments.Plans;

/// <summary>
/// An order of tasks that fills tables soonest. A training adds nothing itself: it counts into the cost of the cells that stand on it. What
/// is done next is the set of trainings and cells that adds most a second, and so on (Sidney 1975, which is best where each cell stands
/// on one network: no other order has a smaller sum of what each cell adds times when it is done).
/// </summary>
internal static class TimedOrder
{
    /// <param name="tasks">Those of wave 1 say what they add. A task of unknown cost counts as the mean of its wave, or a second.</param>
    /// <returns>The same tasks, each after what it needs: first those that should be done in the time, then the rest.</returns>
    public static IReadOnlyList<PlanTask> Of(IReadOnlyList<PlanTask> tasks, TimeSpan time)
    {
        var costs = tasks
            .GroupBy(static task => task.Wave)
            .SelectMany(static wave =>
            {
                var usual = wave.Select(static task => task.Seconds).OfType<double>().DefaultIfEmpty(1).Average();
                return wave.Select(task => (task.Id, Cost: Math.Max(1e-6, task.Seconds ?? usual)));
            })
            .ToDictionary(static one => one.Id, static one => one.Cost, StringComparer.Ordinal);
        var trainings = tasks.Where(static task => task.Wave == 0).ToDictionary(static task => task.Id, StringComparer.Ordinal);
        var cells = tasks.Where(static task => task.Wave != 0).ToList();
        var (within, after, left) = (new List<PlanTask>(), new List<PlanTask>(), time.TotalSeconds);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        while (cells.Count > 0)
        {
            var best = Sets(cells, trainings, costs).MaxBy(static set => set.Ratio);
            foreach (var task in best.Needs.Select(need => trainings[need]).Concat(best.Cells))
            {
                var fits = costs[task.Id] <= left && !task.Needs.Any(missing.Contains);
                (fits ? within : after).Add(task with { Fits = fits });
                if (fits)
                {
                    left -= costs[task.Id];
                }
                else
                {
                    missing.Add(task.Id); // and takes with it what stands on it
                }
            }
            cells.RemoveAll(best.Cells.Contains);
            best.Needs.ForEach(need => trainings.Remove(need));
        }
        return [.. within, .. after, .. trainings.Values.Select(static task => task with { Fits = false })];
    }

    // For the trainings that any cell still needs: all of them, and as many of the cells that could then be done as add most a second.
    private static IEnumerable<(List<string> Needs, List<PlanTask> Cells, double Ratio)> Sets(
        List<PlanTask> cells,
        Dictionary<string, PlanTask> trainings,
        Dictionary<string, double> costs
    )
    {
        var byNeeds = cells
            .GroupBy(cell => string.Join(' ', Needs(cell)))
            .Select(same => (Needs: Needs(same.First()), Cells: same.ToList()))
            .ToList();
        foreach (var (needs, own) in byNeeds)
        {
            var possible = byNeeds
                .Where(other => other.Needs.Count > 0 && other.Needs.TrueForAll(needs.Contains))
                .SelectMany(static other => other.Cells);
            var (taken, value, cost) = (new List<PlanTask>(), 0.0, needs.Sum(need => costs[need]));
            foreach (var cell in (needs.Count == 0 ? own : possible).OrderByDescending(Worth))
            {
                if (taken.Count > 0 && (cell.Adds ?? 0) * cost <= value * costs[cell.Id])
                {
                    break; // it would lower the ratio
                }
                taken.Add(cell);
                (value, cost) = (value + (cell.Adds ?? 0), cost + costs[cell.Id]);
            }
            // Of what adds nothing the shortest comes first.
            yield return (needs, taken, value > 0 ? value / cost : -cost);
        }

        List<string> Needs(PlanTask cell) => [.. cell.Needs.Where(trainings.ContainsKey)];
        double Worth(PlanTask cell) => cell.Adds > 0 ? cell.Adds.Value / costs[cell.Id] : -costs[cell.Id];
    }
}
