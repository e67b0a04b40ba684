using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Models;
using Lethe.Unlearning.Oracles;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>
/// Forgetting judged as a distribution: ensembles of unlearned networks beside ensembles of retrained ones. Can anything but the weights
/// tell LAU from the logit mask, and from Retrain?
/// </summary>
internal sealed class LauDistribution() : Table(EnsemblePlan.Name, "Forgetting as a distribution: ensembles beside retrained ensembles")
{
    private static readonly IReadOnlyList<ResultColumn> Shown =
    [
        Samples.Up("networks"),
        Percent.Down("accuracy.D_f", "D_f"),
        Percent.Up("accuracy.D_tr", "D_tr"),
        Distance.Down("klom_half.D_f", "KLoM D_f"),
        Distance.Down("klom_half.D_tr", "KLoM D_tr"),
        Score.Down("ulira.auc", "U-LiRA AUC"),
        Score.Down("ulira.tpr1", "TPR at 1 %"),
        Score.Down("ulira.tpr01", "TPR at 0.1 %"),
        Score.Up("points_half", "points"),
        Score.Down("zrf_gap", "ZRF gap"),
        .. ToldApart.Views.Select(static view => Score.Down($"told.{view}", $"told by {view}")),
        .. ToldApart.Views.Select(static view => Score.Down($"told_mask.{view}", $"from mask by {view}")),
        Distance.Down("distance.original", "to Original"),
    ];

    /// <summary>The experiment whose only table it is; it takes an hour a network, so it is not among <c>all</c>.</summary>
    public ExperimentEntry Alone =>
        new(Name, [this], static context => EnsemblePlan.Open(context, MethodSettings.MethodOf))
        {
            IsAside = true,
            HasOwnSeeds = true, // a cell is all of them
            Rules = DistributionRules.All,
        };

    public override ResultTable Build(TableData data)
    {
        var all = data
            .Records.Where(record =>
                record.Cell.Experiment == Name && record.Cell.Dataset == data.Dataset && record.Cell.Profile == data.Profile
            )
            .ToList();
        var own = all.Where(static record => record.Status == RunStatus.Done)
            .GroupBy(static record => (record.Cell.Model, record.Cell.Method))
            .ToDictionary(static same => same.Key, static same => same.Last());
        var models = data.Models ?? ModelCatalog.All.InOrder(own.Keys.Select(static key => key.Model));
        models = models.Count > 0 ? models : [EnsemblePlan.Models[0]];
        List<ResultColumn> columns = [.. models.SelectMany(static model => LauTable.ColumnsOf(model, Shown))];
        var methods = UnlearningCatalog.InOrder([.. EnsemblePlan.Methods, .. own.Keys.Select(static key => key.Method)]);
        return data.Table(
            this,
            $"{Title}, {data.DatasetTitle}",
            columns,
            [.. methods.Select(method => LauTable.Row(method, columns.Select(column => CellOf(own, all, method, column))))],
            [.. Notes, .. models.SelectMany(model => SeedNotes(own, model))],
            [.. own.Values.Where(record => models.Contains(record.Cell.Model))],
            all.Count(static record => record.Status == RunStatus.Done) - own.Count
        ) with
        {
            IsRanked = false,
        };
    }

    private static IEnumerable<string> Notes =>
        [
            "Each number is of one ensemble of networks, not a mean over seeds; the paper has no such table. The row of Retrain holds one "
                + "half of the retrained networks against the other: it is what perfect unlearning would score, and no number means "
                + "anything but beside it.",
            "KLoM: divergence of the margins of half an ensemble from those of half the retrained ones, 20 bins, mean over images and ten "
                + "halvings, nats, at most 11.5. U-LiRA: an attack that tells single answers on D_f of unlearned from those of retrained "
                + "networks; AUC 0.5 is chance; TPR: what it catches while accusing so many in error. Points: score of the NeurIPS 2023 "
                + "challenge, without the accuracies. ZRF gap: distance of ZRF on D_f to Retrain's.",
            "Told: AUC of an attack that knows both kinds of network and asks one it has not seen about all kept test images; 0.5 is "
                + "chance, 1 is certain. By answer: the class named for images of the forgotten class. By kept: how sure it is of those "
                + "among the other classes. By forgotten: how likely it finds the forgotten class. By others: how likely it finds "
                + "the own class of other images. From mask: the same against Original behind a logit mask. To Original: L2 distance "
                + "of all parameters, a mean over networks; the mask's is infinite.",
        ];

    private static IEnumerable<string> SeedNotes(Dictionary<(string Model, string Method), RunRecord> own, string model) =>
        from pair in own
        where pair.Key.Model == model && pair.Value.Value("zrf.training") is not null
        orderby UnlearningCatalog.Names.ToList().IndexOf(pair.Key.Method)
        select $"Variance of {UnlearningCatalog.TitleOf(pair.Key.Method)} on {ModelCatalog.All.TitleOf(model)} by seed (training, "
            + $"unlearning, evaluation): ZRF {SharesOf(pair.Value, "zrf")} %, D_tr {SharesOf(pair.Value, "D_tr")} %.";

    private static string SharesOf(RunRecord record, string name) =>
        string.Join(
            ", ",
            ((string[])["training", "unlearning", "evaluation"]).Select(level =>
                record.Metrics[$"{name}.{level}"].ToString("F0", CultureInfo.InvariantCulture)
            )
        );

    private static ResultCell CellOf(
        Dictionary<(string Model, string Method), RunRecord> own,
        List<RunRecord> all,
        string method,
        ResultColumn column
    )
    {
        var record = own.GetValueOrDefault((column.Group, method));
        var number = record?.Value(column.Metric);
        return Comparability.Cell(
            column,
            record is null || number is null ? [] : [record],
            number is { } value ? new Measurement(value, null, 1) : null,
            record is not null ? Comparability.NotInTheRecord
                : all.FindLast(one => one.Cell.Model == column.Group && one.Cell.Method == method) is { Error: { } error }
                    ? $"failed: {error}"
                : "no record"
        );
    }
}
