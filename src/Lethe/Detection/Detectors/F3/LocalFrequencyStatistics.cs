using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors.F3;

/// <summary>
/// F3-Net's local frequency statistics (Qian et al., ECCV 2020, section 3.2): how strong each of six bands of frequency is in a small
/// window around every second pixel, on a logarithmic scale.
/// </summary>
internal sealed class LocalFrequencyStatistics : Module<Tensor, Tensor>
{
    public const int Bands = 6;
    private const int Window = 10;
    private const int Stride = 2;
    private const int Padding = 4;
    private readonly Tensor transform; // 100 x 100: the DCT of a flattened window
    private readonly Tensor bands; // 6 x 100
    private readonly Parameter learnt; // 6 x 100

    public LocalFrequencyStatistics()
        : base(nameof(LocalFrequencyStatistics))
    {
        using (var scope = NewDisposeScope())
        {
            // vec(C X C') = (C (x) C) vec(X), rows first.
            var dct = Dct.Matrix(Window);
            transform = dct.kron(dct).MoveToOuterDisposeScope();
            // Band i holds 20 i / 6 <= u + v <= 20 (i + 1) / 6, both edges: said in sixths.
            bands = stack([
                    .. Enumerable
                        .Range(0, Bands)
                        .Select(static i => Dct.Band(Window, 2 * Window * i, 2 * Window * (i + 1), Bands).flatten()),
                ])
                .MoveToOuterDisposeScope();
        }
        learnt = new Parameter(init.normal_(empty(Bands, Window * Window), 0, 0.1));
        register_buffer(nameof(transform), transform);
        register_buffer(nameof(bands), bands);
        RegisterComponents();
    }

    /// <summary>Pixels a side of the maps for images of <paramref name="side"/>.</summary>
    public static int MapSide(int side) => ((side - Window + (2 * Padding)) / Stride) + 1;

    /// <param name="x">N x 3 x S x S in [-1, 1].</param>
    /// <returns>N x 6 x T x T, channels-last, in the type of <paramref name="x"/>; T is <see cref="MapSide"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var rgb = x.to(ScalarType.Float32);
        var grey = (0.299 * rgb.narrow(1, 0, 1)) + (0.587 * rgb.narrow(1, 1, 1)) + (0.114 * rgb.narrow(1, 2, 1));
        // 122.5, not 127.5: the authors of the usual implementation scale so.
        var windows = functional.unfold(
            ((grey + 1) * 122.5).contiguous(),
            (Window, Window),
            padding: (Padding, Padding),
            stride: (Stride, Stride)
        ); // N x 100 x T^2
        var strength = (transform.matmul(windows).abs() + 1e-15).log10();
        // q_b = sum_k (base_bk + 2 sigma(w_bk) - 1) / |b| log10 |coefficient_k|
        var masks = (bands + (2 * learnt.sigmoid()) - 1) / bands.sum([1], keepdim: true);
        return masks
            .matmul(strength)
            .unflatten(2, [MapSide((int)x.shape[2]), MapSide((int)x.shape[3])])
            .ChannelsLast()
            .to(x.dtype)
            .MoveToOuterDisposeScope();
    }
}
