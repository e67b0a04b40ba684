using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>QAD's two coefficients, one at a time, on the hardest family: how much HSIC (alpha), by two estimators, and how much perturbation (gamma).</summary>
public sealed class QadSensitivityExperiment : IExperiment
{
    public const string Name = "qad-sensitivity";

    private readonly DetectionLab lab;
    private readonly ExperimentRequest request;
    private readonly IReadOnlyList<string> models;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public QadSensitivityExperiment(ExperimentRequest request)
    {
        (this.request, lab) = (request, new(request));
        models = UnlearningLab.Chosen(request.Models, DetectorCatalog.Names, lab.Profile.Models, "detector");
    }

    /// <summary>By the name of its row. The paper's alpha is of an estimator that we do not know: so one that is at most 1, and the plainest, with the paper's numbers.</summary>
    public static IReadOnlyDictionary<string, QadObjective> Variants { get; } = ((IEnumerable<(string Name, QadObjective Objective)>)
    [
        .. new[] { 0, 0.05, 0.1, 0.2, 0.4, 0.8 }.Select(static alpha => (FormattableString.Invariant($"alpha = {alpha}"), new QadObjective { Alpha = alpha })),
        .. new[] { 5e-4, 2e-3, 8e-3 }.Select(static alpha => (FormattableString.Invariant($"alpha = {alpha}, biased HSIC"), new QadObjective { Alpha = alpha, Measure = Hsic.Literal })),
        .. new[] { 0, 1e-3, 2e-3, 4e-3, 6e-3 }.Select(static gamma => (FormattableString.Invariant($"gamma = {gamma}"), new QadObjective { Gamma = gamma })),
    ]).ToDictionary(static variant => variant.Name, static variant => variant.Objective);

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in lab.Datasets
           from family in lab.Families(dataset)
           where Labels.PublishedFamily(family) == "neuraltextures"
           from seed in Enumerable.Range(0, lab.Seeds)
           from model in models
           from variant in Variants
           select ObjectiveCatalog.Describe(variant.Value).Aggregate(lab.Describe(Name, dataset, family, model, "qad", seed).With("variant", variant.Key), static (cell, setting) => cell.With($"method.{setting.Key}", setting.Value)),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (detector, training) = lab.Trained(cell, Variants[cell.Settings["variant"]], null, progress, cancellation);
        using (detector)
        {
            var data = lab.Data(cell.Dataset);
            progress.Report(new CellStage(cell, "measuring"));
            var scores = lab.Score(cell, detector, data.Images, data.Of(DetectionLab.FamilyOf(cell)).Test, cancellation);
            var result = new DetectionMeasures();
            result.Add(scores, "");
            return result.Record(cell, provenance, training, scores);
        }
    });

    public void Dispose() => lab.Dispose();
}
