using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Detection.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>
/// QAD's two coefficients, one at a time, on the hardest family: how much HSIC (alpha), by two estimators, and how much perturbation
/// (gamma).
/// </summary>
internal sealed class QadSensitivity() : MetricTable("qad-sensitivity", "QAD's alpha and gamma, one at a time", "tiny")
{
    private const string Variant = "variant";

    /// <summary>
    /// By the name of its row. The paper's alpha is of an estimator that we do not know: so one that is at most 1, and the plainest, with
    /// the paper's numbers.
    /// </summary>
    public static IReadOnlyDictionary<string, QadObjective> Variants { get; } =
        (
            (IEnumerable<(string Name, QadObjective Objective)>)
                [
                    .. new[] { 0, 0.05, 0.1, 0.2, 0.4, 0.8 }.Select(static alpha =>
                        (FormattableString.Invariant($"alpha = {alpha}"), new QadObjective { Alpha = alpha })
                    ),
                    .. new[] { 5e-4, 2e-3, 8e-3 }.Select(static alpha =>
                        (
                            FormattableString.Invariant($"alpha = {alpha}, biased HSIC"),
                            new QadObjective { Alpha = alpha, Measure = Hsic.Literal }
                        )
                    ),
                    .. new[] { 0, 1e-3, 2e-3, 4e-3, 6e-3 }.Select(static gamma =>
                        (FormattableString.Invariant($"gamma = {gamma}"), new QadObjective { Gamma = gamma })
                    ),
                ]
        ).ToDictionary(static variant => variant.Name, static variant => variant.Objective);

    public ExperimentEntry Alone => new(Name, [this], Plan);

    protected override IReadOnlyList<string> Rows => [.. Variants.Keys];

    protected override string ModelTitle(string model) => DetectorCatalog.All.TitleOf(model);

    protected override string RowOf(Cell cell) => cell.Settings[Variant];

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            MetricUnit.Percent.Up("pooled.auc", "AUC, pooled"),
            MetricUnit.Percent.Up("raw.auc", "AUC, raw"),
            MetricUnit.Percent.Up("c23.auc", "AUC, c23"),
            MetricUnit.Percent.Up("c40.auc", "AUC, c40"),
        ];

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        [
            "The family that stands in for NeuralTextures, as in the slides' figure, which shows curves without numbers. "
                + "Unless a row says otherwise, alpha is 0.1, on debiased CKA, and gamma is 0.002. "
                + "The paper's alphas, around 0.002, belong to an estimator that it does not name; with biased HSIC the term is "
                + "far below a thousandth of the loss, and the differences between those rows are noise.",
        ];

    private Plan Plan(RunContext context)
    {
        var lab = new DetectionLab(context);
        return new(
            lab,
            from cell in lab.Cells(Name, ["qad"], static family => Family.All.PublishedName(family) == QadLosses.Hardest)
            from variant in Variants
            select new Job(cell.With(Variant, variant.Key).With("method", variant.Value), run => Run(lab, run, variant.Value))
        );
    }

    private static CellResult Run(DetectionLab lab, CellContext run, QadObjective objective)
    {
        var (detector, training) = lab.Trained(run, objective);
        using (detector)
        {
            var data = lab.Data(run.Cell.Dataset);
            run.Begin("measuring");
            var scores = lab.Score(run, detector, data.Images, data.Of(DetectionLab.FamilyOf(run.Cell)).Test);
            var result = new DetectionMeasures();
            result.Add(scores, "");
            return result.Result(training, scores);
        }
    }
}
