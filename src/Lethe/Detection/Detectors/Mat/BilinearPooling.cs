using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors.Mat;

/// <summary>Bilinear attention pooling: one feature vector for each attention map (Zhao et al., CVPR 2021, section 3.3). In
/// float32.</summary>
internal static class BilinearPooling
{
    /// <summary><c>v_m = sum_p A_m(p) F(p)</c>, each v_m of length 1.</summary>
    /// <param name="features">N x C x H x W, the same for all attentions, or <paramref name="grouped"/>: N x M*C x H x W, C channels for
    /// each in turn.</param>
    /// <param name="attention">N x M x h x w.</param>
    /// <returns>N x M x C.</returns>
    public static Tensor Normalised(Tensor features, Tensor attention, bool grouped)
    {
        using var scope = NewDisposeScope();
        return functional.normalize(Sums(features, attention, grouped), p: 2, dim: -1).MoveToOuterDisposeScope();
    }

    /// <summary><c>v = sum_p a(p) F(p) / sum_p a(p)</c> with <c>a = sum_m A_m</c>.</summary>
    /// <returns>N x C.</returns>
    public static Tensor Mean(Tensor features, Tensor attention)
    {
        using var scope = NewDisposeScope();
        var all = Fit(attention.sum([1], keepdim: true), features) + 1e-8;
        return (Sums(features, all, grouped: false).squeeze(1) / all.sum([2, 3])).MoveToOuterDisposeScope();
    }

    /// <summary>As large as the features, float32.</summary>
    public static Tensor Fit(Tensor attention, Tensor features)
    {
        var maps = attention.to(ScalarType.Float32);
        return maps.shape[2] == features.shape[2] && maps.shape[3] == features.shape[3]
            ? maps
            : functional.interpolate(maps, [features.shape[2], features.shape[3]], mode: InterpolationMode.Bilinear, align_corners: true);
    }

    private static Tensor Sums(Tensor features, Tensor attention, bool grouped)
    {
        var maps = Fit(attention, features).flatten(2); // N x M x P
        var places = features.to(ScalarType.Float32).permute(0, 2, 3, 1).flatten(1, 2); // N x P x channels
        return grouped
            // N x M x 1 x P by N x M x P x C
            ? maps.unsqueeze(2).matmul(places.unflatten(2, [maps.shape[1], -1]).transpose(1, 2)).squeeze(2)
            : maps.matmul(places);
    }
}
