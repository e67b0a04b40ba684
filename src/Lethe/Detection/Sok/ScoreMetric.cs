namespace Lethe.Detection.Sok;

/// <summary>What a printed score measures. Scores of two metrics are not to be compared, nor put on one axis.</summary>
public enum ScoreMetric
{
    /// <summary>Area under the ROC curve: needs no threshold.</summary>
    AUC,

    /// <summary>Accuracy: depends on a threshold, and on how many of the videos are real.</summary>
    ACC,

    F1,
}
