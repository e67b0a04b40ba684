using Lethe.Experiments.Runs;

namespace Lethe.Erasing.Tables;

/// <summary>The experiments on erasing: one line each.</summary>
internal static class ErasingExperiments
{
    public static IEnumerable<ExperimentEntry> All =>
        [
            EraseExperiment.Main,
            new EraseIterations().Alone,
            new EraseTimeline().Alone,
            new EraseInversion().Alone,
            new EraseAblation().Alone,
            new EraseAttack().Alone,
        ];
}
