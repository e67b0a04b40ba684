using Lethe.Detection.Detectors;
using Lethe.Faces.Paired;

namespace Lethe.Detection.Evaluation;

/// <summary>Shows frames to a detector, at every quality, in evaluation mode and without gradients.</summary>
public static class DetectorEvaluation
{
    /// <summary>Instances a pass.</summary>
    private const int BatchSize = 64;

    /// <param name="rows">Positions in <see cref="IPairedImages.Frames"/>.</param>
    /// <param name="reader">Null reads each batch when it is wanted.</param>
    /// <exception cref="LetheException">The detector says something that is not a number (<see cref="ExitCode.NotFinite"/>).</exception>
    public static DetectorScores Score(
        Detector detector,
        IPairedImages images,
        IReadOnlyList<int> rows,
        Precision precision = Precision.Float32,
        PairedReader? reader = null,
        CancellationToken cancellation = default
    )
    {
        var margins = images.Qualities.Select(_ => new double[rows.Count]).ToList();
        foreach (var (start, count, output) in Walk(detector, images, rows, precision, reader, cancellation))
        {
            // (M*B) -> M rows of B
            var values = (output.Logits[.., 1] - output.Logits[.., 0]).to(ScalarType.Float64).cpu().data<double>().ToArray();
            for (var i = 0; i < values.Length; i++)
            {
                var row = start + (i % count);
                margins[i / count][row] = double.IsFinite(values[i])
                    ? values[i]
                    : throw new LetheException(
                        ExitCode.NotFinite,
                        $"{detector.Spec} says {values[i]} of {images.Frames[rows[row]].Video}. Its weights or its images are broken; "
                            + $"try float32."
                    );
            }
        }
        return new(images.Qualities, [.. rows.Select(row => images.Frames[row])], margins);
    }

    /// <summary>What the head reads, for maps of the features.</summary>
    /// <returns>M x N x d, float32, on the CPU, in the caller's scope.</returns>
    /// <inheritdoc cref="Score" path="/param"/>
    public static Tensor Features(
        Detector detector,
        IPairedImages images,
        IReadOnlyList<int> rows,
        Precision precision = Precision.Float32,
        PairedReader? reader = null,
        CancellationToken cancellation = default
    )
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor> { zeros(images.Qualities.Count, 0, detector.FeatureSize) };
        foreach (var (_, count, output) in Walk(detector, images, rows, precision, reader, cancellation))
        {
            parts.Add(output.Features.unflatten(0, [images.Qualities.Count, count]).cpu().MoveToOuterDisposeScope());
        }
        return cat(parts, 1).MoveToOuterDisposeScope();
    }

    // What is seen lives until the next is asked for.
    private static IEnumerable<(int Start, int Count, DetectorOutput Seen)> Walk(
        Detector detector,
        IPairedImages images,
        IReadOnlyList<int> rows,
        Precision precision,
        PairedReader? reader,
        CancellationToken cancellation
    )
    {
        using var noGrad = no_grad();
        using var pixels = new PairedPixels(detector.Normalization, detector.Head.weight!.device, precision);
        var training = detector.training;
        detector.eval();
        try
        {
            var (start, batches) = (0, rows.Chunk(BatchSize).Select(static chunk => (IReadOnlyList<int>)chunk));
            foreach (var (chunk, bytes) in reader is null ? batches.Select(chunk => (chunk, images.Read(chunk))) : reader(images, batches))
            {
                using var scope = NewDisposeScope();
                using var owned = bytes;
                cancellation.ThrowIfCancellationRequested();
                yield return (start, chunk.Count, detector.Look(pixels.Prepare(bytes)));
                start += chunk.Count;
            }
        }
        finally
        {
            detector.train(training);
        }
    }
}
