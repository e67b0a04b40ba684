using Lethe.Experiments.Runs;

namespace Lethe.Erasing.Tables;

/// <summary>The experiments on erasing: one line each.</summary>
internal static class ErasingExperiments
{
    public static IEnumerable<ExperimentEntry> All =>
        (
            (ExperimentEntry[])
                [
                    EraseExperiment.Entry,
                    EraseIterations.Entry,
                    EraseTimeline.Entry,
                    EraseInversion.Entry,
                    EraseAblation.Entry,
                    EraseAttack.Entry,
                ]
        ).Select(static one => one with { Rules = EraseRules.All });
}
