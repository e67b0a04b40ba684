using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Runtime;

namespace Lethe.Experiments.Runs;

/// <summary>The experiments of the kit and the tables made from their records: one line each.</summary>
public static class ExperimentCatalog
{
    private static readonly Entry[] Known =
    [
        new("lau", LauExperiment.OneClass, [new("lau-utility", "lau", TableView.Utility), new("lau-efficiency", "lau", TableView.Efficiency)]),
        new("lau-beyond", LauExperiment.EveryClass, [Of(MetricTable.Beyond)]),
        OfAblation(Ablation.DataRatio),
        OfAblation(Ablation.Pgd),
        OfAblation(Ablation.DoubleSoftmax),
        OfAblation(Ablation.Sensitivity),
        new("lau-boundary", static request => new BoundaryExperiment(request), [Of(MetricTable.Boundary)]),
        new("lau-evolution", static request => new EvolutionExperiment(request), [Of(MetricTable.Evolution)]),
        new("qad", QadExperiment.Main, [Of(DetectionTable.Video), Of(DetectionTable.Quality), Of(DetectionTable.Scores), Of(DetectionTable.Jpeg), Of(DetectionTable.JpegCurve), Of(DetectionTable.Bound), Of(DetectionTable.Cross)]),
        new("qad-aware", QadExperiment.Aware, [Of(DetectionTable.Aware)]),
        new("qad-losses", QadExperiment.Losses, [Of(DetectionTable.Losses)]),
        new("qad-sensitivity", static request => new QadSensitivityExperiment(request), [Of(MetricTable.QadSensitivity)]),
        new("qad-robustness", static request => new QadRobustnessExperiment(request), [Of(DetectionTable.Robustness)]),
        new(QadSyntheticExperiment.Name, static request => new QadSyntheticExperiment(request), [Of(DetectionTable.Synthetic)], NeedsOwnFiles: true),
        new("qad-tsne", static request => new QadTsneExperiment(request), [Of(MetricTable.QadTsne)]),
        new(EraseExperiment.Name, static request => new EraseExperiment(request), [new(ErasingTable.Name, EraseExperiment.Name, ErasingTable.Build), Of(MetricTable.EraseGallery), Of(MetricTable.EraseNeighbours)]),
        new(EraseIterationsExperiment.Name, static request => new EraseIterationsExperiment(request), [Of(MetricTable.EraseIterations)]),
        new(EraseTimelineExperiment.Name, static request => new EraseTimelineExperiment(request), [Of(MetricTable.EraseTimeline)]),
        new(EraseInversionExperiment.Name, static request => new EraseInversionExperiment(request), [Of(MetricTable.EraseInversion)]),
        new(EraseAblationExperiment.Name, static request => new EraseAblationExperiment(request), [Of(MetricTable.EraseAblation)]),
        new(EraseAttackExperiment.Name, static request => new EraseAttackExperiment(request), [Of(MetricTable.EraseAttack)]),
    ];

    /// <summary>What may be asked for: each experiment, which means all its tables, and each table; <c>all</c> is everything that needs no files of one's own.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.SelectMany(static known => known.Tables.Select(static table => table.Name).Prepend(known.Name)).Distinct(), "all"];

    /// <summary>The tables behind names of <see cref="Names"/>, without repetitions.</summary>
    /// <exception cref="LetheException">No such name (<see cref="ExitCode.Usage"/>).</exception>
    public static IReadOnlyList<string> Tables(IEnumerable<string> names) => [.. Find(names).Select(static table => table.Name)];

    /// <summary>One object for each experiment that a requested table needs.</summary>
    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public static IReadOnlyList<IExperiment> Create(ExperimentRequest request)
    {
        var tables = Find(request.Tables);
        if (request.StableDiffusion is not null && tables.FirstOrDefault(static table => !table.Experiment.StartsWith(EraseExperiment.Name, StringComparison.Ordinal)) is { } other)
        {
            throw LetheException.Usage($"Stable Diffusion is for the tables on erasing; {other.Name} has no use for it. Leave it, or --sd, out.");
        }
        return [.. Known.Where(known => known.Tables.Intersect(tables).Any()).Select(known => known.Create(request))];
    }

    internal static IReadOnlyList<Table> Find(IEnumerable<string> names) => [.. names.SelectMany(static name =>
        name == "all" ? Known.Where(static known => !known.NeedsOwnFiles).SelectMany(static known => known.Tables)
        : Known.FirstOrDefault(known => known.Name == name)?.Tables
        ?? Known.SelectMany(static known => known.Tables).Where(table => table.Name == name).ToList() switch
        {
            { Count: > 0 } found => found,
            _ => throw LetheException.Usage($"There is no table '{name}'. Known: {string.Join(", ", Names)}."),
        }).Distinct()];

    private static Table Of(DetectionTable table) => new(table.Name, table.Experiment, table.Build);

    private static Table Of(MetricTable table) => new(table.Name, table.Experiment, table.Build);

    private static Entry OfAblation(Ablation ablation) => new(ablation.Name, request => new AblationExperiment(request, ablation),
        [new(ablation.Name, ablation.Name, (records, dataset, profile, models) => TableView.OfAblation(ablation, records, dataset, profile, models))]);

    /// <summary>A table: its name, the experiment whose records it shows, and how it is made from those of one data set and profile.</summary>
    internal sealed record Table(string Name, string Experiment, Func<IReadOnlyCollection<RunRecord>, string, string, IReadOnlyList<string>?, ResultTable> Build);

    private sealed record Entry(string Name, Func<ExperimentRequest, IExperiment> Create, IReadOnlyList<Table> Tables, bool NeedsOwnFiles = false);
}
