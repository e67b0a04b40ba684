using static TorchSharp.torch;

namespace Lethe.Detection;

/// <summary>Plain training on mixed qualities: <c>1/M sum_tau CE(f(x^tau), y)</c>.</summary>
public sealed record Baseline : IDetectorObjective
{
    public string Name => "baseline";

    public string Title => "Baseline";

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        using var scope = NewDisposeScope();
        return CrossEntropy(detector.forward(batch.Images), batch).MoveToOuterDisposeScope();
    }

    /// <summary>The mean over the M*B images, which is that over the qualities of the means over the instances.</summary>
    internal static Tensor CrossEntropy(Tensor logits, DetectorBatch batch)
    {
        using var labels = batch.AllLabels;
        return nn.functional.cross_entropy(logits, labels);
    }
}
