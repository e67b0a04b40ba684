using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Unlearning.Runs;

namespace Lethe.Unlearning.Tuning;

/// <summary>
/// The cells of a tuning by rule O, the oracle: the same trials, on the reported task itself, judged by their distance to Retrain. Nobody
/// who can retrain needs them; they say how far a method's settings are from the best that it could have.
/// </summary>
internal static class OraclePlan
{
    /// <summary>Of the experiment, in records.</summary>
    public const string Name = "lau-tune-oracle";

    /// <exception cref="LetheException">No such method, or not a number of trials (<see cref="ExitCode.Usage"/>).</exception>
    public static Plan Open(RunContext context)
    {
        var lab = new UnlearningLab(context);
        var (count, methods, protocol) = (TuningPlan.TrialsOf(context.Request), TuningPlan.MethodsOf(context), new TuningProtocol());
        var evaluation = lab.Evaluation(MetricSet.Full);
        var datasets = lab.Datasets([context.Profile.Datasets[0]]);
        return new(
            lab,
            from dataset in datasets
            let forgetClass = lab.ForgetClass(dataset)
            from model in lab.Models(dataset, [TuningPlan.OwnModel])
            from seed in context.Seeds(1)
            from method in methods
            from trial in TuningPlan.TrialsIn(lab, protocol, dataset, model, method, count, forgetClass)
            where !trial.IsTooDear
            select Job(
                lab,
                trial,
                evaluation,
                TuningPlan.Marked(lab.Describe(Name, dataset, model, method, seed, forgetClass), trial).With("evaluation", evaluation)
            )
        );
    }

    /// <summary>Mean distance to Retrain, in points, of the four accuracies and of the attack's share; null without Retrain.</summary>
    public static double? Gap(RunRecord record) =>
        record.Value("gap_to_retrain") is { } gap && record.Value("mia_confidence_gap") is { } attack ? ((4 * gap) + attack) / 5 : null;

    private static Job Job(UnlearningLab lab, Trial trial, UnlearningEvaluation evaluation, Cell cell) =>
        new(cell, run => lab.Unlearned(run, trial.Method, lab.Split(run.Cell).ForgetTrain, evaluation with { Seed = run.Seed }))
        {
            Needs = () => lab.Needs(cell, withRetrained: true),
        };
}
