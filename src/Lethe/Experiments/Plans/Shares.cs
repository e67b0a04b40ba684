namespace Lethe.Experiments.Plans;

/// <summary>Divides tasks into shares of about the same cost: what stands on one network stays together, the longest comes first, and each
/// goes to the share that has least so far (Graham 1969: at most 4/3 of the best possible).</summary>
internal static class Shares
{
    /// <summary>For each share its tasks, in the order to do them in. The same for the same tasks, wherever it is asked.</summary>
    public static IReadOnlyList<IReadOnlyList<PlanTask>> Of(IReadOnlyList<PlanTask> tasks, int count)
    {
        var usual = Usual(tasks);
        double CostOf(IEnumerable<PlanTask> some) => some.Sum(task => task.Seconds ?? usual);

        var most = CostOf(tasks) / count;
        var shares = Enumerable.Range(0, count).Select(static _ => (Tasks: new List<PlanTask>(), Cost: 0.0)).ToArray();
        foreach (var group in Groups(tasks).SelectMany(group => Parts(group, most, CostOf)).OrderByDescending(CostOf))
        {
            var least = shares.Index().MinBy(static share => share.Item.Cost).Index;
            shares[least].Tasks.AddRange(group);
            shares[least].Cost += CostOf(group);
        }
        return [.. shares.Select(static share => share.Tasks)];
    }

    /// <summary>What stands on the networks that take least to train and to use; empty if all are trained.</summary>
    public static IReadOnlyList<PlanTask> Soonest(IReadOnlyList<PlanTask> tasks)
    {
        var usual = Usual(tasks);
        return Groups(tasks)
                .Where(static group => group.Exists(static task => task.Wave == 0))
                .MinBy(group => group.Sum(task => task.Seconds ?? usual))
            ?? [];
    }

    // For tasks that nobody knows the cost of.
    private static double Usual(IReadOnlyList<PlanTask> tasks) =>
        tasks.Where(static task => task.Seconds is not null).Select(static task => task.Seconds!.Value).DefaultIfEmpty(1).Average();

    // Tasks that are connected by networks, in the order of the plan.
    private static IEnumerable<List<PlanTask>> Groups(IReadOnlyList<PlanTask> tasks)
    {
        var groups = new List<List<PlanTask>?>();
        var of = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            var names = task.Needs.Append(task.Id).ToList();
            var met = names.Where(of.ContainsKey).Select(name => of[name]).Distinct().Order().ToList();
            if (met.Count == 0)
            {
                met.Add(groups.Count);
                groups.Add([]);
            }
            var (group, others) = (met[0], met[1..]);
            foreach (var other in others)
            {
                groups[group]!.AddRange(groups[other]!);
                groups[other] = null;
                foreach (var name in of.Where(pair => pair.Value == other).Select(static pair => pair.Key).ToList())
                {
                    of[name] = group;
                }
            }
            groups[group]!.Add(task);
            names.ForEach(name => of[name] = group);
        }
        return groups.OfType<List<PlanTask>>();
    }

    // A group of cells alone may be divided: their networks are there. Trainings and what stands on them are not.
    private static IEnumerable<List<PlanTask>> Parts(List<PlanTask> group, double most, Func<IEnumerable<PlanTask>, double> cost)
    {
        if (group.Exists(static task => task.Wave == 0) || cost(group) <= most)
        {
            yield return group;
            yield break;
        }
        var part = new List<PlanTask>();
        foreach (var task in group)
        {
            if (part.Count > 0 && cost(part) + cost([task]) > most)
            {
                yield return part;
                part = [];
            }
            part.Add(task);
        }
        yield return part;
    }
}
