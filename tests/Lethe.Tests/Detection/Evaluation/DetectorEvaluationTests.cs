using Lethe.Detection.Evaluation;
using Lethe.Runtime;
using Lethe.Tests.Faces.Paired;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Evaluation;

public sealed class DetectorEvaluationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Scores_are_the_softmax_of_each_frame_at_each_quality_whatever_the_batches()
    {
        using var scope = NewDisposeScope();
        using var images = PairedToy.Create(count: 70);
        using var detector = PairedToy.Detector();
        detector.train();
        int[] rows = [.. Enumerable.Range(0, 70).Reverse()]; // more than one batch
        var scores = DetectorEvaluation.Score(detector, images, rows, cancellation: Token);
        Assert.True(detector.training); // as it was
        Assert.Equal(images.Frames[69], scores.Frames[0]);
        detector.eval();
        using var noGrad = no_grad();
        foreach (var (position, quality) in new[] { (0, 0), (3, 2), (66, 1), (69, 2) })
        {
            var pixels = images.Read([rows[position]])[0, quality].unsqueeze(0).to(ScalarType.Float32) / 255;
            var p = detector
                .forward(
                    (pixels - tensor(detector.Normalization.Mean).view(1, 3, 1, 1)) / tensor(detector.Normalization.Std).view(1, 3, 1, 1)
                )
                .softmax(1)[0, 1]
                .item<float>();
            Assert.Equal(p, scores.Probability(quality, position), 1e-5);
        }
        var features = DetectorEvaluation.Features(detector, images, rows, cancellation: Token);
        Assert.Equal([3, 70, detector.FeatureSize], features.shape);
        var logits = detector.Head.forward(features[2]);
        Assert.Equal(scores.Margins[2][5], (logits[5, 1] - logits[5, 0]).item<float>(), 1e-4);
        Assert.Equal(0, DetectorEvaluation.Features(detector, images, [], cancellation: Token).shape[1]);
    }

    [Fact]
    public void A_broken_detector_is_an_error_and_names_the_video()
    {
        using var images = PairedToy.Create(count: 4);
        using var detector = PairedToy.Detector();
        using (no_grad())
        {
            detector.Head.weight!.fill_(double.NaN);
        }
        var error = Assert.Throws<LetheException>(() => DetectorEvaluation.Score(detector, images, [1], cancellation: Token));
        Assert.Equal(ExitCode.NotFinite, error.ExitCode);
        Assert.Contains("fake/1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_cancelled_and_leaves_no_tensor()
    {
        using var images = PairedToy.Create(count: 8);
        using var detector = PairedToy.Detector();
        DetectorEvaluation.Score(detector, images, [0, 1], cancellation: Token);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        DetectorEvaluation.Score(detector, images, [0, 1], cancellation: Token);
        Assert.Throws<OperationCanceledException>(() =>
            DetectorEvaluation.Score(detector, images, [0, 1], cancellation: new(canceled: true))
        );
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
