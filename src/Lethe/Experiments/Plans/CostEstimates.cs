using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Plans;

/// <summary>What tasks will take, from what like ones took: the records of the folder to write in and those that come with the kit, of this
/// hardware if there are any, else of other hardware of its kind. A processor says nothing of a GPU. Trainings that nothing like was
/// recorded of
/// are reckoned from steps that were measured, if there are any.</summary>
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
    private readonly IReadOnlyDictionary<string, double> imageSeconds;

    /// <param name="records">Those that know their cost count.</param>
    /// <param name="hardware">That of the machine to run on.</param>
    /// <param name="isGpu">Whether that is a GPU.</param>
    /// <param name="imageSeconds">What an image of a training takes there, by network.</param>
    public CostEstimates(
        IEnumerable<RunRecord> records,
        string hardware,
        bool isGpu = false,
        IReadOnlyDictionary<string, double>? imageSeconds = null
    )
    {
        this.imageSeconds = imageSeconds ?? new Dictionary<string, double>();
        var all = records
            .Where(record => record.Cost is not null && record.Status == RunStatus.Done && isGpu == (record.Provenance.Device != "cpu"))
            .ToList();
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

    /// <inheritdoc cref="For(Cell)"/>
    public Cost? For(Work work) =>
        For(work.Cell)
        ?? (
            work.Training?.Images is { } images && imageSeconds.TryGetValue(work.Cell.Model, out var seconds)
                ? new(images * seconds, null)
                : null
        );

    /// <param name="imageSeconds">See <see cref="MeasuredSteps"/>; null if nothing was measured.</param>
    public static CostEstimates Of(ExperimentRequest request, IReadOnlyDictionary<string, double>? imageSeconds = null)
    {
        var kit = KitRecords.InCheckout(Path.Combine("results", request.Profile)) is { } folder ? new RecordStore(folder).All() : [];
        var device = Devices.Named(request.Device);
        var isGpu = device.type == TorchSharp.DeviceType.CUDA;
        return new(
            [.. kit, .. new RecordStore(request.Out).All()],
            isGpu && Devices.Cards().Count == 0 ? "a GPU" : Devices.Hardware(device) ?? Processor.Describe(),
            isGpu,
            imageSeconds
        );
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
