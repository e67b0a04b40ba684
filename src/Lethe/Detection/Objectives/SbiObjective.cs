using Lethe.Data;
using Lethe.Detection.Detectors;
using Lethe.Faces.Forgeries;

namespace Lethe.Detection.Objectives;

/// <summary>
/// SBI (Shiohara and Yamasaki, CVPR 2022): never sees a fake. Every real image of the batch becomes a pair, itself and a blend of it with
/// itself (<see cref="SelfBlend.SelfBlendPair"/>), and the cross-entropy over the pairs is minimised with sharpness-aware steps. A batch
/// without a real image teaches nothing.
/// </summary>
/// <remarks>The published method blends raw or c23 images; here every quality of the batch is blended as it comes, as all rivals see every
/// quality.</remarks>
public sealed record SbiObjective : IDetectorObjective
{
    public string Name => "sbi";

    public string Title => "SBI";

    /// <summary><c>rho</c> of the sharpness-aware step, for all parameters together; 0 for none.</summary>
    public double Rho { get; init; } = 0.05;

    public WeightPerturbation Perturbation => new(Rho) { Joint = true };

    public Tensor Loss(Detector detector, DetectorBatch batch)
    {
        using var scope = NewDisposeScope();
        var real = batch.AllLabels.eq(0).nonzero().squeeze(1);
        if (real.shape[0] == 0)
        {
            return (0 * detector.Head.weight!.sum()).MoveToOuterDisposeScope();
        }
        var (images, labels) = Pairs(batch.Images.index_select(0, real), detector.Normalization, batch);
        return batch.CrossEntropy(detector.forward(images), labels).MoveToOuterDisposeScope();
    }

    // The same blends that the loss will draw.
    public Tensor Ascent(Detector detector, DetectorBatch batch) => Loss(detector, batch with { Random = new(batch.Random.State) });

    private static (Tensor Images, Tensor Labels) Pairs(Tensor real, Normalization normalization, DetectorBatch batch)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (mean, std) = (Channels(normalization.Mean, real), Channels(normalization.Std, real));
        // Back to bytes, exactly from float32 and to a level or two from bfloat16.
        var (count, side) = ((int)real.shape[0], (int)real.shape[2]);
        var bytes = (((real.to(ScalarType.Float32) * std) + mean) * 255).round().clamp(0, 255).to(ScalarType.Byte);
        var (pixels, size) = (bytes.permute(0, 2, 3, 1).contiguous().cpu().data<byte>().ToArray(), side * side * 3);
        var pairs = new byte[2 * count * size];
        // A stream for each, so that the order in which they are made does not matter.
        ulong[] seeds = [.. Enumerable.Range(0, count).Select(_ => batch.Random.Next())];
        Parallel.For(
            0,
            count,
            i =>
            {
                var (fake, same) = SelfBlend.SelfBlendPair(pixels[(i * size)..((i + 1) * size)], side, null, new(seeds[i]));
                same.CopyTo(pairs, i * size);
                fake.CopyTo(pairs, (count + i) * size);
            }
        );
        var images = tensor(pairs, [2 * count, side, side, 3], ScalarType.Byte).to(real.device).permute(0, 3, 1, 2).to(ScalarType.Float32);
        var labels = cat([zeros(count, ScalarType.Int64), ones(count, ScalarType.Int64)]).to(real.device);
        return ((((images / 255) - mean) / std).to(real.dtype).MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    private static Tensor Channels(float[] values, Tensor like) => tensor(values, device: like.device).reshape(1, 3, 1, 1);
}
