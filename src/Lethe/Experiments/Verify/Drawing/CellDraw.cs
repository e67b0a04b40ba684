using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Drawing;

/// <summary>
/// Cells drawn at random for the time there is. Every experiment has its turn, round after round; at each turn the cheapest of a few that
/// are drawn is taken, where a training that is paid already costs nothing more. What a check suspects comes first.
/// </summary>
internal sealed class CellDraw(CellCosts costs, int seed)
{
    private const int Candidates = 8; // of which the cheapest is taken

    /// <param name="records">Those that can be computed here.</param>
    /// <param name="suspects">The ids that come first.</param>
    /// <returns>In the order to compute them: networks before what starts from them.</returns>
    public IReadOnlyList<RunRecord> Draw(IReadOnlyList<RunRecord> records, TimeSpan time, IReadOnlySet<string> suspects)
    {
        var random = RandomStream.For(seed, "verify");
        var (drawn, paid, left) = (new List<RunRecord>(), new HashSet<double>(), time.TotalSeconds);
        var isDrawn = new HashSet<RunRecord>(ByReference.Instance);
        foreach (var suspect in Shuffled([.. records.Where(record => suspects.Contains(record.Id))], random).OrderBy(Price))
        {
            Take(suspect, left);
        }
        var turns = Shuffled([.. records.GroupBy(static record => record.Cell.Experiment)], random)
            .Select(same => new Queue<RunRecord>(Shuffled([.. same], random)))
            .ToList();
        // At first an equal share for each; what the cheap ones leave is for all.
        foreach (var (place, turn) in turns.Index())
        {
            TakeFrom(turn, left / (turns.Count - place));
        }
        while (turns.Count(turn => TakeFrom(turn, left)) > 0) { }
        return drawn;

        double Price(RunRecord record) =>
            Missing(record).Sum(costs.Own)
            + Missing(record).SelectMany(costs.Trainings).Distinct().Where(IsUnpaid).Sum(static one => one.Seconds);

        bool IsUnpaid((double Key, double Seconds) training) => !paid.Contains(training.Key);

        IEnumerable<RunRecord> Missing(RunRecord record) => costs.Bases(record).Append(record).Where(one => !isDrawn.Contains(one));

        // False if nothing that is left costs so little.
        bool TakeFrom(Queue<RunRecord> turn, double most) =>
            Affordable(turn, isDrawn.Contains, Price, most).MinBy(Price) is { } cheapest && Take(cheapest, most);

        bool Take(RunRecord record, double most)
        {
            var price = Price(record);
            if (price > most)
            {
                return false;
            }
            left -= price;
            foreach (var one in Missing(record).ToList())
            {
                isDrawn.Add(one);
                drawn.Add(one);
                paid.UnionWith(costs.Trainings(one).Select(static training => training.Key));
            }
            return true;
        }
    }

    // The next few that cost so little; the queue goes round.
    private static List<RunRecord> Affordable(
        Queue<RunRecord> turn,
        Func<RunRecord, bool> isDrawn,
        Func<RunRecord, double> price,
        double most
    )
    {
        var candidates = new List<RunRecord>();
        for (var looked = turn.Count; looked > 0 && candidates.Count < Candidates; looked--)
        {
            var next = turn.Dequeue();
            if (isDrawn(next))
            {
                continue;
            }
            turn.Enqueue(next);
            if (price(next) <= most)
            {
                candidates.Add(next);
            }
        }
        return candidates;
    }

    private static List<T> Shuffled<T>(IReadOnlyList<T> items, RandomStream random) =>
        [.. random.Permutation(items.Count).Select(place => items[(int)place])];
}
