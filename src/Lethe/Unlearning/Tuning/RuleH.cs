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
}
