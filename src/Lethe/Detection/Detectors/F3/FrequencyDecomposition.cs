using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors.F3;

/// <summary>
/// F3-Net's frequency-aware decomposition (Qian et al., ECCV 2020, section 3.1): the image's low, middle, high and all frequencies as four
/// images, through masks of which one part is given and one part is learnt.
/// </summary>
/// <remarks>The cuts at S/2.82 and S/2 give the low band about 1/16 of the square of coefficients and the low and middle ones together
/// 1/8.</remarks>
internal sealed class FrequencyDecomposition : Module<Tensor, Tensor>
{
    private readonly Tensor dct; // S x S
    private readonly Tensor bands; // 4 x S x S
    private readonly Parameter learnt; // 4 x S x S

    public FrequencyDecomposition(int side)
        : base(nameof(FrequencyDecomposition))
    {
        var (low, middle) = ((int)(side / 2.82), side / 2);
        dct = Dct.Matrix(side);
        using (var scope = NewDisposeScope())
        {
            bands = stack([
                    Dct.Band(side, 0, low),
                    Dct.Band(side, low, middle),
                    Dct.Band(side, middle, 2 * side),
                    Dct.Band(side, 0, 2 * side),
                ])
                .MoveToOuterDisposeScope();
        }
        learnt = new Parameter(init.normal_(empty(4, side, side), 0, 0.1));
        register_buffer(nameof(dct), dct);
        register_buffer(nameof(bands), bands);
        RegisterComponents();
    }

    public static FrequencyDecomposition For(ModelSpec spec)
    {
        // Below, the last map of Xception would have no pixel.
        if (spec.Side < 32)
        {
            throw LetheException.Usage(
                $"{spec.Architecture} learns a mask over the frequencies of the whole image and is built for one size, of 32 pixels a side "
                    + $"or more, not {spec.Side}. Set the side of its ModelSpec to that of the images."
            );
        }
        return new(spec.Side);
    }

    /// <param name="x">N x 3 x S x S.</param>
    /// <returns>N x 12 x S x S, channels-last, in the type of <paramref name="x"/>: three channels a band.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        // X^ = C X C', once for all bands
        var spectrum = dct.matmul(x.to(ScalarType.Float32).contiguous()).matmul(dct.t());
        // mask = base + 2 sigma(w) - 1
        var masks = bands + (2 * learnt.sigmoid()) - 1;
        // Y_b = C' (X^ o mask_b) C:   N x 1 x 3 x S x S by 4 x 1 x S x S
        var images = dct.t().matmul(spectrum.unsqueeze(1) * masks.unsqueeze(1)).matmul(dct);
        return images.flatten(1, 2).ChannelsLast().to(x.dtype).MoveToOuterDisposeScope();
    }
}
