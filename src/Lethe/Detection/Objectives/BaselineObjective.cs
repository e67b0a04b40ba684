using Lethe.Detection.Detectors;

namespace Lethe.Detection.Objectives;

/// <summary>Plain training on mixed qualities: <c>1/M sum_tau CE(f(x^tau), y)</c>.</summary>
public sealed record BaselineObjective : IDetectorObjective
{
    public string Name => "baseline";

    public string Title => "baseline";

    public Tensor Loss(Detector detector, DetectorBatch batch) => Plain(detector, batch);

    internal static Tensor Plain(Detector detector, DetectorBatch batch)
    {
        using var scope = NewDisposeScope();
        return batch.CrossEntropy(detector.forward(batch.Images)).MoveToOuterDisposeScope();
    }
}
