using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Tests.Models;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Objectives;

/// <summary>Noise in two classes that a detector can learn to tell apart, at three qualities.</summary>
internal static class RivalBatch
{
    public static DetectorBatch Of(
        Detector detector,
        int count,
        int side,
        ScalarType type = ScalarType.Float32,
        IReadOnlyDictionary<string, Tensor>? state = null
    )
    {
        var frames = Enumerable
            .Range(0, count)
            .Select(static i => new PairedFrame($"v{i}", $"p{i}", i % 2 == 0 ? Film.Real : "P-SBI", 0))
            .ToList();
        var labels = tensor([.. frames.Select(static frame => frame.IsFake ? 1L : 0L)]);
        var faces = PoisonedHeap.Images(count, side: side) + labels.reshape(-1, 1, 1, 1);
        var images = cat([faces, 0.9 * faces, 0.7 * faces]).to(type);
        return new(images, labels, frames, ["raw", "c23", "c40"]) { Random = new(1), State = state ?? new Dictionary<string, Tensor>() };
    }
}
