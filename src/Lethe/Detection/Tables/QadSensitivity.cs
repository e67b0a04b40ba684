using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Detection.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>QAD's two coefficients, one at a time, on the hardest family: alpha by two estimators, and gamma.</summary>
internal sealed class QadSensitivity() : MetricTable("qad-sensitivity", "QAD's alpha and gamma, one at a time", "tiny")
{
    private const string Variant = "variant";

    /// <summary>
    /// By the name of its row. The paper's alpha is of an estimator that we do not know: so one that is at most 1, and the plainest, with
    /// the paper's numbers.
    /// </summary>
    public static IReadOnlyDictionary<string, QadObjective> Variants { get; } =
        ((double[])[0, 0.05, 0.1, 0.2, 0.4, 0.8])
            .Select(static alpha => (FormattableString.Invariant($"alpha = {alpha}"), new QadObjective { Alpha = alpha }))
            .Concat(
                ((double[])[5e-4, 2e-3, 8e-3]).Select(static alpha =>
                    (
                        FormattableString.Invariant($"alpha = {alpha}, biased HSIC"),
                        new QadObjective { Alpha = alpha, Measure = Hsic.Literal }
                    )
                )
            )
            .Concat(
                ((double[])[0, 1e-3, 2e-3, 4e-3, 6e-3]).Select(static gamma =>
                    (FormattableString.Invariant($"gamma = {gamma}"), new QadObjective { Gamma = gamma })
                )
            )
            .ToDictionary(static variant => variant.Item1, static variant => variant.Item2);

    public ExperimentEntry Alone => new(Name, [this], Plan);

    protected override IReadOnlyList<string> Rows => [.. Variants.Keys];

    protected override string ModelTitle(string model) => DetectorCatalog.All.TitleOf(model);

    protected override string RowOf(Cell cell) => cell.Settings[Variant];

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            .. ((string[])["pooled", "raw", "c23", "c40"]).Select(quality => new ResultColumn(
                model,
                $"{quality}.auc",
                $"AUC, {quality}",
                true,
                MetricUnit.Percent
            )),
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
            from cell in lab.Cells(Name, ["qad"], QadLosses.IsHardest)
            from variant in Variants
            select new Job(
                cell.With(Variant, variant.Key).With("method", variant.Value),
                run => lab.Measured(run, variant.Value, () => lab.Test(run.Cell), static (measures, scores) => measures.Add(scores))
            )
            {
                Needs = () => [lab.Need(cell, variant.Value)],
            }
        );
    }
}
