using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Plans;

/// <summary>What tasks will take, from what like ones took: the records of the folder to write in and those that come with the kit, of this
/// hardware if there are any, else of other.</summary>
public sealed class CostEstimates
{
    // From the closest likeness to the widest.
    private static readonly Func<Cell, object>[] Likenesses =
    [
        static cell => cell.Id,
        static cell => (cell.Experiment, cell.Profile, cell.Dataset, cell.Model, cell.Method, cell.Settings.GetValueOrDefault("variant")),
        static cell => (cell.Experiment, cell.Profile, cell.Dataset, cell.Model, cell.Method),
        static cell => (cell.Experiment, cell.Profile, cell.Model, cell.Method),
        static cell => (cell.Experiment, cell.Profile, cell.Model),
        static cell => (cell.Experiment, cell.Profile),
    ];

    private readonly IReadOnlyList<Dictionary<object, Cost>> known;

    /// <param name="records">Those that know their cost count.</param>
    /// <param name="hardware">That of the machine to run on.</param>
    public CostEstimates(IEnumerable<RunRecord> records, string hardware)
    {
        var all = records.Where(static record => record.Cost is not null && record.Status == RunStatus.Done).ToList();
        var like = all.Where(record => record.Provenance.Hardware == hardware).ToList();
        Hardware =
            like.Count > 0 || all.Count == 0
                ? hardware
                : all.GroupBy(static record => record.Provenance.Hardware).MaxBy(static one => one.Count())!.Key;
        var used = like.Count > 0 ? like : all.Where(record => record.Provenance.Hardware == Hardware).ToList();
        known =
        [
            .. Likenesses.Select(likeness =>
                used.GroupBy(record => likeness(record.Cell))
                    .ToDictionary(
                        static same => same.Key,
                        static same => new Cost(
                            Median(same.Select(static record => record.Cost!.Seconds)),
                            same.Max(static record => record.Cost!.Megabytes)
                        )
                    )
            ),
        ];
    }

    /// <summary>Where the estimates come from.</summary>
    public string Hardware { get; }

    /// <summary>Null if nothing like it was ever recorded.</summary>
    public Cost? For(Cell cell) =>
        known.Zip(Likenesses, (costs, likeness) => costs.GetValueOrDefault(likeness(cell))).FirstOrDefault(static cost => cost is not null);

    public static CostEstimates Of(ExperimentRequest request)
    {
        var kit = KitRecords.InCheckout(Path.Combine("results", request.Profile)) is { } folder ? new RecordStore(folder).All() : [];
        return new(
            [.. kit, .. new RecordStore(request.Out).All()],
            Devices.Hardware(Devices.Parse(request.Device)) ?? Processor.Describe()
        );
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
