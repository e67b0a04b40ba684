using Lethe.Data;
using Lethe.Detection.Evaluation;
using Lethe.Faces.Finders;
using Lethe.Models;

namespace Lethe.Detection.Verdicts;

/// <summary>What has to be known of a trained detector to use it, and what its users have to be told.</summary>
/// <param name="Side">Pixels of its crops.</param>
/// <param name="NeverSeen">One line for people, always shown: what it was not trained on.</param>
/// <param name="Card">The model card, Markdown.</param>
/// <param name="TrainingRecord">Its id.</param>
public sealed record DetectorFacts(
    string Title,
    ModelSpec Spec,
    int Side,
    Normalization Normalization,
    string NeverSeen,
    string Card,
    string TrainingRecord
)
{
    /// <summary>Crop side in units of the face box's larger side.</summary>
    public double Margin { get; init; } = FaceCrop.Margin;

    public Calibration Calibration { get; init; } = Calibration.None;

    public UnsureBand Band { get; init; } = new(0.5, 0.5);

    /// <summary>Of a forgery, calibrated.</summary>
    /// <param name="logit">Fake's less real's.</param>
    public double Probability(double logit) => DetectorScores.Probability(Calibration.Apply(logit));
}
