using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Unlearning.Runs;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>How little of D_f LAU has to read: the adaptive pass beside the whole one, every class forgotten in turn.</summary>
internal sealed class LauAdaptive() : LauMetricTable("lau-adaptive", "LAU below one pass over the class", AllModels)
{
    // No network's name: all that have records are shown.
    private const string AllModels = "";

    private const string Variant = "variant",
        Share = "share_read";

    // Points that were wanted.
    private const double Near = 0.2;

    public static IReadOnlyList<LauVariant> Variants { get; } =
    [new("whole", "LAU, the whole pass", Lau.Robust), new("adaptive", "LAU, adaptive", Lau.Adaptive)];

    /// <summary>The experiment whose only table it is.</summary>
    public ExperimentEntry Alone => new(Name, [this], Plan);

    protected override IReadOnlyList<string> Rows => [.. Variants.Select(static variant => variant.Key)];

    protected override string RowOf(Cell cell) => cell.Settings[Variant];

    protected override ResultRow Row(string row, IReadOnlyList<ResultCell> cells) =>
        LauTable.Row("lau", cells) with
        {
            Method = row,
            Label = Variants.Single(variant => variant.Key == row).Label,
        };

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            Percent.Down(Share, "of the pass"),
            Percent.Down("D_tf"),
            Percent.Up("D_tr"),
            Score.Up("US"),
            Epochs.Down("method.epochs", "epochs"),
            Seconds.Down("total", "seconds"),
        ];

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        [
            "Of the pass: distinct images of the class that were read, in percent of all its training images. Accuracies, in percent, "
                + "on the test images of the other classes (D_tr) and of the forgotten class (D_tf).",
        ];

    public override ResultTable Build(TableData data)
    {
        var table = base.Build(data);
        var own = data.Records.Where(record =>
            record.Cell.Experiment == Name
            && record.Cell.Dataset == data.Dataset
            && record.Cell.Profile == data.Profile
            && record.Status == RunStatus.Done
        );
        return table with { Notes = [.. table.Notes, .. Compared(own)] };
    }

    // Pair by pair: one network, one class, one seed.
    private static IEnumerable<string> Compared(IEnumerable<RunRecord> records)
    {
        var pairs = records
            .GroupBy(static record => (record.Cell.Model, record.Cell.Forgotten, record.Cell.Seed))
            .Select(static same => same.ToLookup(static record => record.Cell.Settings[Variant]))
            .Where(static same => same.Contains(Variants[0].Key) && same.Contains(Variants[1].Key))
            .Select(static same => (Whole: same[Variants[0].Key].Last(), Part: same[Variants[1].Key].Last()))
            .ToList();
        if (pairs.Count == 0)
        {
            yield break;
        }
        double[] Gaps(string metric) => [.. pairs.Select(pair => pair.Part.Metrics[metric] - pair.Whole.Metrics[metric])];
        var (forget, score, share) = (Gaps("D_tf"), Gaps("US"), pairs.Select(static pair => pair.Part.Metrics[Share]).ToList());
        var (nearForget, nearScore) = (forget.Count(static gap => gap <= Near), score.Count(static gap => gap >= -Near / 100));
        yield return FormattableString.Invariant($"Adaptive less whole, over {pairs.Count} pairs of a network, a class and a seed: ")
            + FormattableString.Invariant($"D_tf {forget.Average():+0.00;-0.00} points in the mean, {forget.Max():+0.00;-0.00} at worst, ")
            + FormattableString.Invariant($"at most {Near} in {nearForget} of them; US {score.Average():+0.0000;-0.0000} in the mean, ")
            + FormattableString.Invariant($"{score.Min():+0.0000;-0.0000} at worst, no lower than {-Near / 100} in {nearScore}. ")
            + FormattableString.Invariant($"Read: {share.Average():0.0} % of the pass in the mean, {share.Max():0.0} % at most.");
    }

    private Plan Plan(RunContext context)
    {
        var lab = new UnlearningLab(context);
        if (context.Request.Methods is { } methods && !methods.SequenceEqual(["lau"]))
        {
            throw LetheException.Usage($"{Name} compares variants of LAU; it has no other methods. Leave --methods out.");
        }
        return new(
            lab,
            from dataset in lab.Datasets(context.Profile.Datasets)
            from seed in context.Seeds(1)
            from model in lab.Models(dataset, ModelCatalog.PaperNames)
            from forgetClass in context.Request.Choice(UnlearningLab.ForgetChoice) is null
                ? Enumerable.Range(0, lab.Data(dataset).Classes)
                : [lab.ForgetClass(dataset)]
            from variant in Variants
            select Job(lab, variant, lab.Describe(Name, dataset, model, "lau", seed, forgetClass))
        );
    }

    private static Job Job(UnlearningLab lab, LauVariant variant, Cell cell)
    {
        var evaluation = lab.Evaluation(MetricSet.Table);
        return new(cell.With(Variant, variant.Key).With("method", variant.Lau).With("evaluation", evaluation), Run)
        {
            Needs = () => lab.Needs(cell, withRetrained: false),
        };

        CellResult Run(CellContext run)
        {
            var all = lab.Split(run.Cell).ForgetTrain;
            var result = lab.Unlearned(run, variant.Lau, all, evaluation with { Seed = run.Seed });
            result.Metrics[Share] = 100 * result.Metrics["samples_read"] / all.Count;
            return result;
        }
    }
}
