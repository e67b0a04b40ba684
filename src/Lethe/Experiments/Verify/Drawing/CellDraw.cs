using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Drawing;

/// <summary>
/// Draws cells at random, one after the other, for the time that is left. Every experiment has its turn, round after round; at each turn
/// the cheapest of a few that are drawn is taken, where a training that is paid already costs nothing more. What a check suspects comes
/// first. The order is that of the seed; how far it goes, and what is too dear, depends on the machine.
/// </summary>
internal sealed class CellDraw
{
    private const int Candidates = 8; // of which the cheapest is taken

    private readonly CellCosts costs;
    private readonly Queue<RunRecord> suspects;
    private readonly List<Queue<RunRecord>> turns;
    private readonly HashSet<RunRecord> drawn = new(ByReference.Instance);
    private readonly HashSet<double> paid = [];
    private int turn;

    /// <param name="records">Those that can be computed here.</param>
    /// <param name="suspected">The ids that come first.</param>
    public CellDraw(CellCosts costs, int seed, IReadOnlyList<RunRecord> records, IReadOnlySet<string> suspected)
    {
        this.costs = costs;
        var random = RandomStream.For(seed, "verify");
        suspects = new(Shuffled([.. records.Where(record => suspected.Contains(record.Id))], random).OrderBy(Price));
        turns =
        [
            .. Shuffled([.. records.GroupBy(static record => record.Cell.Experiment)], random)
                .Select(same => new Queue<RunRecord>(Shuffled([.. same], random))),
        ];
    }

    /// <summary>A cell, after the networks that it stands on and that were not drawn before.</summary>
    /// <param name="left">Seconds, as <see cref="CellCosts"/> reckons.</param>
    /// <returns>In the order to compute them, each with its seconds; none if nothing costs so little.</returns>
    public IReadOnlyList<(RunRecord Record, double Seconds)> Next(double left)
    {
        while (suspects.TryDequeue(out var suspect))
        {
            if (!drawn.Contains(suspect) && Price(suspect) <= left)
            {
                return Take(suspect);
            }
        }
        // At first an equal share for each; what the cheap ones leave is for all.
        for (; turn < turns.Count; turn++)
        {
            if (CheapestOf(turns[turn], left / (turns.Count - turn)) is { } cheapest)
            {
                turn++;
                return Take(cheapest);
            }
        }
        for (var looked = 0; looked < turns.Count; looked++)
        {
            if (CheapestOf(turns[turn++ % turns.Count], left) is { } cheapest)
            {
                return Take(cheapest);
            }
        }
        return [];
    }

    /// <summary>All that are drawn if each takes what it is reckoned at.</summary>
    public IReadOnlyList<RunRecord> All(TimeSpan time)
    {
        var (all, left) = (new List<RunRecord>(), time.TotalSeconds);
        while (Next(left) is { Count: > 0 } next)
        {
            all.AddRange(next.Select(static one => one.Record));
            left -= next.Sum(static one => one.Seconds);
        }
        return all;
    }

    private double Price(RunRecord record) =>
        Missing(record).Sum(costs.Own)
        + Missing(record).SelectMany(costs.Trainings).Distinct().Where(IsUnpaid).Sum(static one => one.Seconds);

    private bool IsUnpaid((double Key, double Seconds) training) => !paid.Contains(training.Key);

    private IEnumerable<RunRecord> Missing(RunRecord record) => costs.Bases(record).Append(record).Where(one => !drawn.Contains(one));

    // Of the next few that cost so little; the queue goes round.
    private RunRecord? CheapestOf(Queue<RunRecord> queue, double most)
    {
        var candidates = new List<RunRecord>();
        for (var looked = queue.Count; looked > 0 && candidates.Count < Candidates; looked--)
        {
            var next = queue.Dequeue();
            if (drawn.Contains(next))
            {
                continue;
            }
            queue.Enqueue(next);
            if (Price(next) <= most)
            {
                candidates.Add(next);
            }
        }
        return candidates.MinBy(Price);
    }

    private List<(RunRecord, double)> Take(RunRecord record)
    {
        var taken = new List<(RunRecord, double)>();
        foreach (var one in Missing(record).ToList())
        {
            drawn.Add(one);
            var trainings = costs.Trainings(one).Where(IsUnpaid).Distinct().ToList();
            paid.UnionWith(trainings.Select(static training => training.Key));
            taken.Add((one, costs.Own(one) + trainings.Sum(static training => training.Seconds)));
        }
        return taken;
    }

    private static List<T> Shuffled<T>(IReadOnlyList<T> items, RandomStream random) =>
        [.. random.Permutation(items.Count).Select(place => items[(int)place])];
}
