using Lethe.Experiments.Runs;

namespace Lethe.Unlearning.Tables;

/// <summary>The experiments on unlearning: one line each.</summary>
internal static class UnlearningExperiments
{
    public static IEnumerable<ExperimentEntry> All =>
        (
            (ExperimentEntry[])
                [
                    LauExperiment.OneClass,
                    LauExperiment.EveryClass,
                    LauExperiment.Rivals,
                    new LauTuning().Alone,
                    new LauTuningOracle().Alone,
                    new LauDataRatio().Alone,
                    new LauAdaptive().Alone,
                    new LauPgd().Alone,
                    new LauDoubleSoftmax().Alone,
                    new LauSensitivity().Alone,
                    new LauBoundary().Alone,
                    new LauEvolution().Alone,
                    new LauDistribution().Alone,
                    new LauSeen().Alone,
                ]
        ).Select(static one => one.Rules.Count > 0 ? one : one with { Rules = LauRules.All });
}
