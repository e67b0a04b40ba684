namespace Lethe.Erasing.Diffusion;

/// <summary>
/// Grey pictures as four maps of half the side: the orthonormal 2 x 2 Haar transform, mean and horizontal, vertical and diagonal detail,
/// each scaled to unit variance over a training set. Unlike the four pixels themselves the maps are nearly uncorrelated, so that a small
/// error in one draws no grid. The inverse is exact.
/// </summary>
public sealed record HaarCodec(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation) : ILatentCodec
{
    /// <summary>With the numbers of a training set.</summary>
    /// <param name="images">N x 1 x H x W in -1 to 1; H and W even.</param>
    public static HaarCodec Of(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = Transform(images).to(ScalarType.Float64);
        return new(maps.mean([0, 2, 3]).data<double>().ToArray(), maps.std([0, 2, 3], unbiased: false).data<double>().ToArray());
    }

    public Tensor Encode(Tensor images)
    {
        using var scope = NewDisposeScope();
        return ((Transform(images) - Row(Mean, images)) / Row(Deviation, images)).MoveToOuterDisposeScope();
    }

    public Tensor Decode(Tensor latents)
    {
        using var scope = NewDisposeScope();
        var maps = (latents * Row(Deviation, latents)) + Row(Mean, latents);
        var (n, h, w) = (maps.shape[0], maps.shape[2], maps.shape[3]);
        // The transform is its own inverse: [a b; c d] = [LL + HL + LH + HH, LL - HL + LH - HH; ...] / 2.
        var blocks = Mix(maps).permute(0, 2, 3, 1).reshape(n, h, w, 2, 2); // row, column, row and column within
        return blocks.permute(0, 1, 3, 2, 4).reshape(n, 1, 2 * h, 2 * w).MoveToOuterDisposeScope();
    }

    private static Tensor Transform(Tensor images)
    {
        var (n, h, w) = (images.shape[0], images.shape[2] / 2, images.shape[3] / 2);
        var pixels = images.reshape(n, h, 2, w, 2).permute(0, 2, 4, 1, 3).reshape(n, 4, h, w); // a b c d of [a b; c d]
        return Mix(pixels);
    }

    // LL = (a + b + c + d) / 2, HL = (a - b + c - d) / 2, LH = (a + b - c - d) / 2, HH = (a - b - c + d) / 2
    private static Tensor Mix(Tensor four)
    {
        var (a, b, c, d) = (four.select(1, 0), four.select(1, 1), four.select(1, 2), four.select(1, 3));
        return stack([a + b + c + d, a - b + c - d, a + b - c - d, a - b - c + d], 1) / 2;
    }

    private static Tensor Row(IReadOnlyList<double> values, Tensor like) =>
        tensor(values.ToArray(), dtype: like.dtype, device: like.device).view(1, -1, 1, 1);
}
