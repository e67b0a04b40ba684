using Lethe.Experiments.Runs;

namespace Lethe.Detection.Tables;

/// <summary>The experiments on detecting: one line each.</summary>
internal static class DetectionExperiments
{
    public static IEnumerable<ExperimentEntry> All =>
        (
            (ExperimentEntry[])
                [
                    QadExperiment.Main,
                    QadExperiment.Aware,
                    QadExperiment.Losses,
                    new QadSensitivity().Alone,
                    new QadRobustness().Alone,
                    new QadSynthetic().Alone,
                    new QadTsne().Alone,
                ]
        ).Select(static one => one with { Rules = DetectorRules.All });
}
