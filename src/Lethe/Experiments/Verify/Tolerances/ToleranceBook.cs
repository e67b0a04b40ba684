using System.Collections.Concurrent;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Tolerances;

/// <summary>
/// How far a number may lie from its record and still be the same result on another processor: so many (<see cref="ToleranceLimits"/>)
/// standard deviations of seeds, which these records tell.
/// </summary>
internal sealed class ToleranceBook
{
    private readonly Spreads spreads;
    private readonly ToleranceLimits limits;
    private readonly ConcurrentDictionary<(string Id, string Metric), double?> known = new();

    /// <param name="limits">Null for those that come with the kit.</param>
    public ToleranceBook(IReadOnlyList<RunRecord> records, ToleranceLimits? limits = null)
        : this(new Siblings(records), limits)
    {
        OfClasses = new(new Siblings(records.Where(record => !Siblings.Of(record).Any()), ofClasses: true), limits);
    }

    private ToleranceBook(Siblings siblings, ToleranceLimits? limits)
    {
        Siblings = siblings;
        OfClasses = this;
        spreads = new(siblings);
        this.limits = limits ?? ToleranceLimits.Kit;
    }

    public Siblings Siblings { get; }

    /// <summary>For cells of a single seed: how far apart classes lie.</summary>
    public ToleranceBook OfClasses { get; }

    /// <summary>Times depend on the machine and are never judged; nor are the ends of intervals, which follow from what they are
    /// of.</summary>
    public static bool IsJudged(string metric) => Suffixes.All(suffix => !metric.EndsWith(suffix, StringComparison.Ordinal));

    private static readonly string[] Suffixes = [".seconds", ".low", ".high"];

    /// <summary>Null if no two runs tell how much the number differs.</summary>
    public double? Of(RunRecord record, string metric) =>
        known.GetOrAdd(
            (record.Id, metric),
            _ => spreads.Of(record, metric) is { } spread ? limits.Of(record.Cell.Experiment) * spread : null
        );
}
