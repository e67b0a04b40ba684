namespace Lethe.Unlearning;

/// <summary>What LAU's training of the head did.</summary>
/// <param name="Epochs">Begun; each refreshes the teacher.</param>
/// <param name="ForgetAccuracy">On D_f at the end, percent.</param>
/// <param name="AttackSuccess">Share of the attacks that moved a feature off a label the teacher gave it; NaN if there was none to
/// attack.</param>
/// <param name="GuardHits">Samples whose failed attack would have taught the true label.</param>
/// <param name="FeatureMean">Mean of |f|.</param>
/// <param name="FeatureRms">Root of the mean of f^2.</param>
/// <param name="FeatureSquaredNorm">m2, the mean of ||f||^2.</param>
/// <param name="Warnings">Sentences for the record.</param>
public sealed record LauResult(
    int Epochs,
    int Steps,
    double ForgetAccuracy,
    double AttackSuccess,
    long GuardHits,
    double LearningRate,
    double FeatureMean,
    double FeatureRms,
    double FeatureSquaredNorm,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>By their names in records.</summary>
    internal IEnumerable<(string Name, double Value)> Figures =>
        [
            ("epochs", Epochs),
            ("steps", Steps),
            ("forget_accuracy", ForgetAccuracy),
            ("attack_success", AttackSuccess),
            ("guard_hits", GuardHits),
            ("learning_rate", LearningRate),
            ("feature_mean", FeatureMean),
            ("feature_rms", FeatureRms),
            ("feature_m2", FeatureSquaredNorm),
        ];
}
