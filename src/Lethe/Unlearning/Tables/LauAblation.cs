using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Unlearning.Runs;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>
/// A study of one choice within LAU: the same networks and class, a few variants of the method; what each keeps, forgets and costs.
/// </summary>
/// <param name="paperDataset">The one data set of the published table; null if there is no such table.</param>
internal abstract class LauAblation(string name, string title, string? paperDataset = null) : Table(name, title)
{
    private const string Variant = "variant";

    public string? PaperDataset => paperDataset;

    /// <summary>In the order of the table.</summary>
    public abstract IReadOnlyList<LauVariant> Variants { get; }

    /// <summary>What runs if nothing else is asked for.</summary>
    protected virtual IReadOnlyList<string> Models => ModelCatalog.PaperNames;

    /// <summary>The experiment whose only table it is.</summary>
    public ExperimentEntry Alone => new(Name, [this], Plan);

    public override ResultTable Build(TableData data)
    {
        var groups = new RecordGroups(data.Records, Name, data.Dataset, data.Profile, static cell => cell.Settings[Variant]);
        // The embedded sample stands in for whichever data set the paper's table is of.
        var paper = data.Dataset.EndsWith("-sample", StringComparison.Ordinal) ? paperDataset ?? data.Dataset : data.PaperDataset;
        var shown = data.Models ?? ModelCatalog.All.InOrder([.. Models, .. groups.Keys.Select(static key => key.Model)]);
        List<ResultColumn> columns = [.. shown.SelectMany(ColumnsOf)];
        return data.Table(
            this,
            $"{Title}, {data.DatasetTitle}",
            columns,
            [
                .. Variants.Select(variant => new ResultRow(
                    variant.Key,
                    variant.Label,
                    [.. columns.Select(column => CellOf(groups, paper, variant.Key, column))]
                )),
            ],
            [
                "Each cell: ours ± standard deviation (seeds)"
                    + (Published is null ? "." : " / paper / difference.")
                    + " Accuracies, in percent, on the test images of the other classes (D_tr) and of the forgotten class "
                    + "(D_tf); US: their unlearning score; epochs: those of LAU, over D_f.",
                Published is null
                    ? "The paper gives no numbers for this study."
                    : Comparability.Rule + " Seconds from different machines are not compared.",
                .. Published is not null && paper != data.Dataset
                    ? [$"The paper's numbers are of {DatasetCatalog.All.TitleOf(paper)}."]
                    : (string[])[],
            ],
            groups.Used,
            groups.LeftOut
        );
    }

    /// <summary>Variants of a series: one setting at several values.</summary>
    protected static IEnumerable<LauVariant> Each(string name, double[] values, Func<double, Lau> with) =>
        values
            .Select(value => FormattableString.Invariant($"{name} = {value}"))
            .Zip(values, (key, value) => new LauVariant(key, key, with(value)));

    private static IEnumerable<ResultColumn> ColumnsOf(string model) =>
        LauTable.ColumnsOf(
            model,
            [
                Samples.Down("samples_read", "extra data"),
                Percent.Up("D_tr"),
                Percent.Down("D_tf"),
                Score.Up("US"),
                Epochs.Down("method.epochs", "epochs"),
                Seconds.Down("total", "seconds"),
            ]
        );

    private ResultCell CellOf(RecordGroups groups, string paper, string variant, ResultColumn column)
    {
        var records = groups.Of(column.Group, variant);
        return Comparability.Cell(
            column,
            records,
            Measurement.Of(records, column.Metric),
            groups.WhyNot(column.Group, variant),
            PrintedNumber.Of(Published, paper, column.Group, "lau", column.Metric, variant),
            Comparability.Obstacle(records) ?? (column.Unit == Seconds ? "another machine" : null)
        );
    }

    private Plan Plan(RunContext context)
    {
        var lab = new UnlearningLab(context);
        if (context.Request.Methods is { } methods && !methods.SequenceEqual(["lau"]))
        {
            throw LetheException.Usage($"{Name} compares variants of LAU; it has no other methods. Leave --methods out.");
        }
        // At full size the paper's own data set; the embedded sample stands in for whichever that is.
        var cells = lab.Cells(
            Name,
            paperDataset is not null && context.Profile.Datasets.Contains(paperDataset) ? [paperDataset] : context.Profile.Datasets,
            Models
        );
        return new(lab, from cell in cells from variant in Variants select Job(lab, variant, cell));
    }

    private static Job Job(UnlearningLab lab, LauVariant variant, Cell cell)
    {
        var evaluation = lab.Evaluation(MetricSet.Table);
        return new(
            cell.With(Variant, variant.Key).With("share", variant.Share).With("method", variant.Lau).With("evaluation", evaluation),
            run =>
            {
                var all = lab.Split(run.Cell).ForgetTrain;
                var part = all.Take((int)Math.Round(variant.Share * all.Count), RandomStream.For(run.Seed, "lau-data-ratio"));
                return lab.Unlearned(run, variant.Lau, part, evaluation with { Seed = run.Seed });
            }
        )
        {
            Needs = () => lab.Needs(cell, withRetrained: false),
        };
    }
}
