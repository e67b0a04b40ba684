namespace Lethe.Unlearning.Tuning;

/// <summary>
/// The honest rule: it sees D_f, D_r and a validation part of the training images; never a test image, never Retrain. Of never-seen classes
/// Retrain's answer is known without training it: nothing is called by their labels.
/// </summary>
public static class RuleH
{
    /// <summary>What it does not see, for people.</summary>
    public const string Warning =
        "Rule H is blind to hidden memory: the logit mask would pass it and score near the best. It selects what is kept, not privacy; "
        + "read the privacy columns off, they were not selected on.";

    /// <summary>
    /// Of the trials that forget the one that keeps most; within <see cref="TuningProtocol.Tie"/> the cheapest, then the first. If none
    /// forgets, the one that remembers least, then that keeps most. Killed ones never.
    /// </summary>
    /// <returns>Null if all were killed.</returns>
    public static TrialOutcome? Choose(IReadOnlyCollection<TrialOutcome> trials)
    {
        var feasible = trials.Where(static trial => trial.IsFeasible).ToList();
        if (feasible.Count > 0)
        {
            var best = feasible.Max(static trial => trial.RetainValidation);
            return feasible
                .Where(trial => trial.RetainValidation >= best - TuningProtocol.Tie - 1e-9)
                .OrderBy(static trial => trial.Units)
                .ThenBy(static trial => trial.Number)
                .First();
        }
        return trials
            .Where(static trial => !trial.IsKilled)
            .OrderBy(static trial => trial.Remembered)
            .ThenByDescending(static trial => trial.RetainValidation)
            .ThenBy(static trial => trial.Number)
            .FirstOrDefault();
    }

    /// <summary>
    /// What a random forget set is tuned by, in points, less is better: forgotten training images should look like unseen ones, and nothing
    /// else should be lost.
    /// </summary>
    /// <param name="after">Accuracies on D_f, V and D_r, in percent.</param>
    /// <param name="validationBefore">Accuracy of the original on V, in percent; likewise <paramref name="retainBefore"/> on D_r.</param>
    /// <param name="lossAuc">How well the loss tells D_f from V after, 0.5 to 1.</param>
    public static double RandomSubset(
        (double Forget, double Validation, double Retain) after,
        double validationBefore,
        double retainBefore,
        double lossAuc
    ) =>
        // J = |a_u(D_f) - a_o(V)| + max(0, a_o(V) - a_u(V)) + max(0, a_o(D_r) - a_u(D_r)) + 100 |AUC - 1/2|
        Math.Abs(after.Forget - validationBefore)
        + Math.Max(0, validationBefore - after.Validation)
        + Math.Max(0, retainBefore - after.Retain)
        + (100 * Math.Abs(lossAuc - 0.5));
}
