using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Models;
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
            static context => Plan(new(context), ModelCatalog.Names, null, everyClass: false)
        );

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

    private static Plan Plan(UnlearningLab lab, IReadOnlyList<string> ownModels, IReadOnlyList<string>? ownMethods, bool everyClass)
    {
        var (datasets, models) = (lab.Datasets(lab.Context.Profile.Datasets), lab.Models(ownModels));
        var methods = Choice.Of(lab.Context.Request.Methods, UnlearningCatalog.Rows, ownMethods ?? lab.Context.Profile.Methods, "method");
        return new(
            lab,
            from dataset in datasets
            from seed in lab.Context.Seeds(1)
            from model in models
            from forgetClass in everyClass ? Enumerable.Range(0, lab.Data(dataset).Classes) : [lab.ForgetClass]
            from method in methods
            select Job(lab, lab.Describe(Name, dataset, model, method, seed, forgetClass), methods.Contains(UnlearningCatalog.Retrain))
        );
    }

    // Distances to the retrained network are measured where that is a row.
    private static Job Job(UnlearningLab lab, Cell cell, bool withRetrained)
    {
        var evaluation = lab.Evaluation(MetricSet.Full);
        cell = cell.With("evaluation", evaluation);
        if (cell.Method is UnlearningCatalog.Original or UnlearningCatalog.Retrain)
        {
            return new(cell, run => lab.Trained(run, cell.Method is UnlearningCatalog.Retrain, evaluation with { Seed = run.Seed }))
            {
                Needs = () => lab.Needs(cell, withRetrained),
            };
        }
        var method = UnlearningCatalog.Create(cell.Method, cell.Profile);
        return new(
            cell.With("method", method),
            run => lab.Unlearned(run, method, lab.Split(run.Cell).ForgetTrain, evaluation with { Seed = run.Seed })
        )
        {
            Needs = () => lab.Needs(cell, withRetrained),
        };
    }
}
