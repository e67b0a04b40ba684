using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Models;
using Lethe.Unlearning.Tuning;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>What settings <see cref="RuleH"/> chooses for each method, and how much depends on them.</summary>
internal sealed class LauTuning() : Table(TuningPlan.Name, "Settings by rule H, which sees neither test images nor Retrain")
{
    private static readonly IReadOnlyList<(ResultColumn Column, Func<TuningOutcome, double?> Value)> Shown =
    [
        (Count.Up("trial", "trial chosen"), static of => of.Chosen?.Number),
        (Percent.Down("D_f"), static of => of.Chosen?.Forget),
        (Percent.Down("V_f"), static of => of.Chosen?.ForgetValidation),
        (Percent.Up("V_r"), static of => of.Chosen?.RetainValidation),
        (Percent.Down("D_f.first", "D_f, trial 0"), static of => of.Trials[0].Forget),
        (Percent.Up("V_r.first", "V_r, trial 0"), static of => of.Trials[0].RetainValidation),
        (Percent.Up("feasible"), static of => 100 * of.Feasible),
        (Points.Down("spread"), static of => of.Spread),
        (Seconds.Down("total", "seconds"), static of => of.Seconds),
    ];

    private static MetricUnit Count => Samples;

    /// <summary>The experiment whose only table it is.</summary>
    public ExperimentEntry Alone => new(Name, [this], TuningPlan.Open) { IsAside = true, HasOwnSeeds = true };

    public override ResultTable Build(TableData data)
    {
        var outcomes = TuningOutcome.Of(data.Records, data.Dataset, data.Profile);
        var models =
            data.Models
            ?? (outcomes.Count > 0 ? ModelCatalog.All.InOrder(outcomes.Select(static one => one.Cell.Model)) : [TuningPlan.OwnModel]);
        List<(ResultColumn Column, Func<TuningOutcome, double?> Value)> columns =
        [
            .. models.SelectMany(static model => Shown.Select(one => (one.Column.Of(model, ModelCatalog.All.TitleOf(model)), one.Value))),
        ];
        var used = outcomes.Where(one => models.Contains(one.Cell.Model)).ToList();
        return data.Table(
            this,
            $"{Title}, {data.DatasetTitle}",
            [.. columns.Select(static one => one.Column)],
            [
                .. UnlearningCatalog
                    .InOrder(used.Count > 0 ? used.Select(static one => one.Cell.Method) : TuningPlan.Tunable)
                    .Select(method =>
                        LauTable.Row(method, columns.Select(one => CellOf(used, method, one.Column, one.Value))) with
                        {
                            Competes = false,
                        }
                    ),
            ],
            [.. Notes, .. used.Select(Chosen)],
            [.. used.SelectMany(static one => one.Records)]
        ) with
        {
            IsRanked = false,
        };
    }

    private static IEnumerable<string> Notes =>
        [
            "Each trial: the median over two forgotten classes and two seeds, none of them reported. Accuracies in percent: D_f on the "
                + "forgotten training images, V_f and V_r on images of the forgotten and of the other classes that nothing was trained "
                + "on. Trial 0 has the catalogue's own settings. Feasible: trials that leave at most 1 % of D_f and V_f. Spread: "
                + "interquartile range of V_r over the trials. Seconds: of all trials, on one thread each.",
            RuleH.Warning,
        ];

    private static string Chosen(TuningOutcome of) =>
        $"{UnlearningCatalog.TitleOf(of.Cell.Method)} on {ModelCatalog.All.TitleOf(of.Cell.Model)}: "
        + (
            of.Chosen is not { } chosen ? "every trial was killed; it keeps the catalogue's settings."
            : chosen.Number == 0 ? "the catalogue's own settings."
            : string.Join(", ", of.SettingsOf(chosen.Number).Select(static one => $"{one.Key} {one.Value}")) + "."
        );

    private static ResultCell CellOf(
        IEnumerable<TuningOutcome> outcomes,
        string method,
        ResultColumn column,
        Func<TuningOutcome, double?> value
    ) =>
        outcomes.FirstOrDefault(one => one.Cell.Method == method && one.Cell.Model == column.Group) is { } found
        && value(found) is { } number
            ? Comparability.Cell(
                column,
                found.Records,
                new Measurement(number, null, found.Records.Count / found.Trials.Count),
                Comparability.NotInTheRecord
            )
            : Comparability.Cell(column, [], null, "no record");
}
