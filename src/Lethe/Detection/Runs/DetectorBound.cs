using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Faces.Paired;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Detection.Runs;

/// <summary>
/// What the theorem and the map of the features need of a detector: its logits and features of the same frames at each quality.
/// </summary>
/// <param name="Bounds">By compressed quality: the terms of QAD's theorem.</param>
/// <param name="Dispersion">Of the features.</param>
internal sealed record DetectorBound(IReadOnlyDictionary<string, QualityBound> Bounds, FeatureDispersion Dispersion)
{
    public static DetectorBound Of(
        Detector detector,
        IPairedImages images,
        IReadOnlyList<int> rows,
        Precision precision,
        CancellationToken cancellation
    )
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        PairedFrame[] frames = [.. rows.Select(row => images.Frames[row])];
        var features = DetectorEvaluation.Features(detector, images, rows, precision, null, cancellation); // M x N x d
        var labels = tensor(frames.Select(static frame => frame.IsFake ? 1L : 0L).ToArray());
        var bounds = new Dictionary<string, QualityBound>();
        if (detector.Head.weight!.shape[0] == 2)
        {
            var logits = nn.functional.linear(features, detector.Head.weight.cpu(), detector.Head.bias?.cpu());
            foreach (var (i, quality) in images.Qualities.Index().Skip(1))
            {
                bounds[quality] = QualityBound.Of(logits[0], logits[i], labels);
            }
        }
        return new(bounds, FeatureDispersion.Of(features, frames));
    }
}
