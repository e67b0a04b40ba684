using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Drawing;

/// <summary>
/// Draws cells at random, one after the other, for the time that is left. What a check suspects has two thirds of the time, the cheapest
/// of them before the others; in the rest every experiment has its turn, round after round, and at each turn the cheapest of a few that are drawn is taken. A
/// training that is paid already costs nothing more. The order is that of the seed; how far it goes, and what is too dear, depends on the
/// machine.
/// </summary>
internal sealed class CellDraw
{
    private const int Candidates = 8; // of which the cheapest is taken
    private const double SuspectsToOne = 2; // seconds, of those for others
    private const int Parts = 4; // of the time, of which one is as much as a cell gets while there are others

    private readonly CellCosts costs;
    private readonly List<RunRecord> suspects;
    private readonly Dictionary<string, int> suspectsOf; // how many need a training
    private readonly List<Queue<RunRecord>> turns;
    private readonly HashSet<RunRecord> drawn = new(ByReference.Instance);
    private readonly HashSet<RunRecord> hopeless = new(ByReference.Instance);
    private readonly Dictionary<string, RunRecord> paid = [];
    private readonly HashSet<string> tooLong = []; // trainings that were stopped
    private int turn;
    private double ofSuspects,
        ofOthers; // seconds that were drawn

    /// <param name="records">Those that can be computed here.</param>
    /// <param name="suspected">The ids that come first.</param>
    public CellDraw(CellCosts costs, int seed, IReadOnlyList<RunRecord> records, IReadOnlySet<string> suspected)
    {
        this.costs = costs;
        var random = RandomStream.For(seed, "verify");
        suspects = Shuffled([.. records.Where(record => suspected.Contains(record.Id))], random);
        suspectsOf = suspects.SelectMany(costs.Trainings).CountBy(static training => training.Key).ToDictionary();
        turns =
        [
            .. Shuffled([.. records.GroupBy(static record => record.Cell.Experiment)], random)
                .Select(same => new Queue<RunRecord>(Shuffled([.. same], random))),
        ];
    }

    /// <summary>As much of a time as one cell and what it stands on may take while others wait.</summary>
    public static TimeSpan ShareOf(TimeSpan time) => time / Parts;

    /// <summary>What was suspected and not drawn, each with its seconds.</summary>
    public IEnumerable<(RunRecord Record, double Seconds)> Waiting =>
        suspects.Where(suspect => !drawn.Contains(suspect) && !hopeless.Contains(suspect)).Select(suspect => (suspect, Price(suspect)));

    /// <summary>A cell, after the networks that it stands on and that were not drawn before.</summary>
    /// <param name="left">Seconds, as <see cref="CellCosts"/> reckons.</param>
    /// <param name="share">What costs more has to wait until nothing else is left.</param>
    /// <returns>In the order to compute them, each with its seconds; none if nothing costs so little.</returns>
    public IReadOnlyList<(RunRecord Record, double Seconds)> Next(double left, double share) =>
        (Cheapest(left, share) ?? Cheapest(left, left)) is { } record ? Take(record) : [];

    /// <summary>All that are drawn if each takes what it is reckoned at.</summary>
    public IReadOnlyList<RunRecord> All(TimeSpan time)
    {
        var (all, left) = (new List<RunRecord>(), time.TotalSeconds);
        while (Next(left, ShareOf(time).TotalSeconds) is { Count: > 0 } next)
        {
            all.AddRange(next.Select(static one => one.Record));
            left -= next.Sum(static one => one.Seconds);
        }
        return all;
    }

    /// <summary>A cell was stopped: what needs its trainings, or is compared with it, is not drawn any more.</summary>
    /// <param name="notBegun">What was drawn with it, to come after it.</param>
    public void GiveUp(RunRecord stopped, IEnumerable<RunRecord> notBegun)
    {
        hopeless.Add(stopped);
        tooLong.UnionWith(PaidBy(stopped));
        foreach (var record in notBegun.Prepend(stopped))
        {
            drawn.Remove(record);
            PaidBy(record).ForEach(training => paid.Remove(training));
        }
    }

    private List<string> PaidBy(RunRecord record) =>
        [.. paid.Where(training => ReferenceEquals(training.Value, record)).Select(static training => training.Key)];

    private RunRecord? Cheapest(double left, double share)
    {
        var most = Math.Min(left, share);
        // What is falsified so well that no check suspects it is only found by chance: a share of the time is for that.
        return ofSuspects > SuspectsToOne * ofOthers
            ? CheapestOfAll(left, most) ?? CheapestSuspect(most)
            : CheapestSuspect(most) ?? CheapestOfAll(left, most);
    }

    private RunRecord? CheapestSuspect(double most) =>
        suspects.Where(suspect => IsOpen(suspect) && Price(suspect) <= most).MinBy(PriceAmongSuspects);

    private RunRecord? CheapestOfAll(double left, double most)
    {
        // At first an equal share for each; what the cheap ones leave is for all.
        for (; turn < turns.Count; turn++)
        {
            if (CheapestOf(turns[turn], Math.Min(most, left / (turns.Count - turn))) is { } cheapest)
            {
                turn++;
                return cheapest;
            }
        }
        for (var looked = 0; looked < turns.Count; looked++)
        {
            if (CheapestOf(turns[turn++ % turns.Count], most) is { } cheapest)
            {
                return cheapest;
            }
        }
        return null;
    }

    private bool IsOpen(RunRecord record) =>
        !drawn.Contains(record)
        && !hopeless.Contains(record)
        && !costs.Bases(record).Any(hopeless.Contains)
        && !costs.Trainings(record).Any(training => tooLong.Contains(training.Key));

    private double Price(RunRecord record) => Missing(record).Sum(costs.Own) + Unpaid(record).Sum(static one => one.Seconds);

    // A training that others wait for too is worth more.
    private double PriceAmongSuspects(RunRecord record) =>
        Missing(record).Sum(costs.Own) + Unpaid(record).Sum(one => one.Seconds / suspectsOf.GetValueOrDefault(one.Key, 1));

    private IEnumerable<(string Key, double Seconds)> Unpaid(RunRecord record) =>
        Missing(record).SelectMany(costs.Trainings).Distinct().Where(training => !paid.ContainsKey(training.Key));

    private IEnumerable<RunRecord> Missing(RunRecord record) => costs.Bases(record).Append(record).Where(one => !drawn.Contains(one));

    // Of the next few that cost so little; the queue goes round.
    private RunRecord? CheapestOf(Queue<RunRecord> queue, double most)
    {
        var candidates = new List<RunRecord>();
        for (var looked = queue.Count; looked > 0 && candidates.Count < Candidates; looked--)
        {
            var next = queue.Dequeue();
            if (!IsOpen(next))
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
            var trainings = costs.Trainings(one).Distinct().Where(training => paid.TryAdd(training.Key, one)).ToList();
            taken.Add((one, costs.Own(one) + trainings.Sum(static training => training.Seconds)));
        }
        var seconds = taken.Sum(static one => one.Item2);
        if (suspects.Contains(record, ByReference.Instance))
        {
            ofSuspects += seconds;
        }
        else
        {
            ofOthers += seconds;
        }
        return taken;
    }

    private static List<T> Shuffled<T>(IReadOnlyList<T> items, RandomStream random) =>
        [.. random.Permutation(items.Count).Select(place => items[(int)place])];
}
