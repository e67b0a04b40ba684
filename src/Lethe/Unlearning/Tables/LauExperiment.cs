using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Unlearning.Forgetting;
using Lethe.Unlearning.Runs;

namespace Lethe.Unlearning.Tables;

/// <summary>
/// The experiment behind the tables that compare methods with Layer Attack Unlearning: train an original, forget one class by each method,
/// measure.
/// </summary>
internal static class LauExperiment
{
    /// <summary>In the records.</summary>
    public const string Name = "lau";

    /// <summary>Utility and efficiency: all methods on all models, one class.</summary>
    public static ExperimentEntry OneClass =>
        new(
            Name,
            [new LauUtility(), new LauEfficiency()],
            static context => Plan(new(context), ModelCatalog.PaperNames, null, everyClass: false)
        )
        {
            Widest = MethodSettings.Widest,
        };

    /// <summary>
    /// What those tables do not show, for each class in turn: one model; the original, the ideal, LAU, and the mask that learns nothing.
    /// </summary>
    public static ExperimentEntry EveryClass =>
        new(
            "lau-beyond",
            [new LauBeyond()],
            static context =>
                Plan(new(context), [LauBeyond.OwnModel], LauBeyond.OwnMethods, context.Request.Choice(UnlearningLab.ForgetChoice) is null)
        );

    /// <summary>Later methods than the paper's, beside LAU: one network, one class, records of their own.</summary>
    public static ExperimentEntry Rivals =>
        new(
            LauRivals.OwnName,
            [new LauRivals()],
            static context => Plan(new(context), [LauRivals.OwnModel], LauRivals.OwnMethods, everyClass: false, LauRivals.OwnName)
        )
        {
            Widest = MethodSettings.Widest,
        };

    private static Plan Plan(
        UnlearningLab lab,
        IReadOnlyList<string> ownModels,
        IReadOnlyList<string>? ownMethods,
        bool everyClass,
        string experiment = Name
    )
    {
        var datasets = lab.Datasets(lab.Context.Profile.Datasets);
        var chosen = lab.Context.Request.Methods;
        var methods = Choice.Of(chosen, UnlearningCatalog.Rows, ownMethods ?? lab.Context.Profile.Methods, "method");
        var evaluation = lab.Evaluation(MetricSet.Full);
        var ofSeed0 = new Dictionary<(string, string, string, string, bool), Cell>(); // the others differ in nothing else
        return new(
            lab,
            from dataset in datasets
            from seed in lab.Context.Seeds(1)
            from model in lab.Models(dataset, ownModels)
            from forgotten in everyClass ? EachClass(dataset) : [lab.Forgotten(dataset)]
            from method in UnlearningCatalog.For(forgotten.Kind, methods, isChosen: chosen is not null)
            // With every class in turn those are among them that settings were tuned on.
            from tuned in everyClass ? [null] : MethodSettings.Of(lab.Context, dataset, model, method, ClassOf(dataset, forgotten))
            select Job(CellOf(dataset, model, forgotten, method, tuned) with { Seed = seed }, tuned)
        );

        IEnumerable<ForgetSet> EachClass(string dataset) =>
            Enumerable.Range(0, lab.Data(dataset).Classes).Select(static one => ForgottenClasses.Of(one));

        int? ClassOf(string dataset, ForgetSet forgotten) => forgotten.Kind == ForgetKind.Class ? lab.ForgetClass(dataset) : null;

        Cell CellOf(string dataset, string model, ForgetSet forgotten, string method, TunedMethod? tuned)
        {
            var key = (dataset, model, forgotten.ToString(), method, tuned is not null);
            if (!ofSeed0.TryGetValue(key, out var cell))
            {
                cell = lab.Describe(experiment, dataset, model, method, 0, forgotten).With("evaluation", evaluation);
                ofSeed0[key] = cell = IsTrained(method) ? cell : MethodSettings.With(cell, tuned);
            }
            return cell;
        }

        // Distances to the retrained network are measured where that is a row.
        Job Job(Cell cell, TunedMethod? tuned) =>
            new(cell, run => Run(lab, run, evaluation with { Seed = run.Seed }, tuned))
            {
                Needs = () => lab.Needs(cell, methods.Contains(UnlearningCatalog.Retrain)),
            };
    }

    private static bool IsTrained(string method) => method is UnlearningCatalog.Original or UnlearningCatalog.Retrain;

    private static CellResult Run(UnlearningLab lab, CellContext run, UnlearningEvaluation evaluation, TunedMethod? tuned)
    {
        if (IsTrained(run.Cell.Method))
        {
            return lab.Trained(run, run.Cell.Method == UnlearningCatalog.Retrain, evaluation);
        }
        var method = UnlearningCatalog.Create(run.Cell.Method, run.Cell.Profile, tuned);
        var result = lab.Unlearned(run, method, lab.Split(run.Cell).ForgetTrain, evaluation);
        if (tuned is not null)
        {
            result.Metrics["tuning_seconds"] = tuned.Seconds;
        }
        return result;
    }
}
