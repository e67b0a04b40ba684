using CsCheck;
using Lethe.Detection.Detectors.F3;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors.F3;

public sealed class FrequencyDecompositionTests
{
    [Fact]
    public void Bands_hold_the_published_numbers_of_coefficients_at_299()
    {
        using var block = new FrequencyDecomposition(299);
        using var sizes = block.get_buffer("bands")!.sum([1, 2]);
        Assert.Equal([5778, 5654, 78226, 299 * 299], sizes.data<float>().ToArray());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(64)]
    [InlineData(299)]
    public void The_transform_is_orthonormal(int side)
    {
        using var scope = NewDisposeScope();
        var c = Dct.Matrix(side);
        Assert.True(c.matmul(c.t()).allclose(eye(side), atol: 2e-6));
        Assert.True(c[0].allclose(full(side, (float)Math.Sqrt(1.0 / side)), atol: 1e-6));
    }

    [Fact]
    public void A_wave_appears_in_the_bands_that_hold_its_frequency_and_in_no_other() =>
        Gen.Select(Gen.Int[0, 15], Gen.Int[0, 15])
            .Sample(
                (u, v) =>
                {
                    using var scope = NewDisposeScope();
                    const int side = 16; // cuts at 5 and 8, both included on either side
                    using var block = Plain(side);
                    var c = Dct.Matrix(side);
                    var wave = outer(c[u], c[v]).expand(1, 3, side, side);
                    var bands = block.forward(wave).unflatten(1, [4, 3]);
                    bool[] expected = [u + v <= 5, u + v is >= 5 and <= 8, u + v >= 8, true];
                    for (var band = 0; band < 4; band++)
                    {
                        Assert.True(
                            bands[0, band].allclose(expected[band] ? wave[0] : zeros_like(wave[0]), atol: 1e-5),
                            $"{u} + {v} in band {band}"
                        );
                    }
                },
                iter: 60,
                threads: 1
            );

    [Fact]
    public void The_learnt_part_adds_2_sigma_minus_1_to_a_mask()
    {
        using var scope = NewDisposeScope();
        using var block = Plain(16);
        using (no_grad())
        {
            block.parameters().Single()[2].fill_(Math.Log(3)); // sigma = 3/4: the high band lets half of everything through as well
        }
        var image = PoisonedHeap.Images(2, side: 16);
        var bands = block.forward(image);
        using var plain = Plain(16);
        var high = plain.forward(image).narrow(1, 6, 3);
        Assert.True(bands.narrow(1, 6, 3).allclose(high + (0.5 * image), atol: 1e-5));
        Assert.True(bands.narrow(1, 9, 3).allclose(image, atol: 1e-5));
        Assert.Equal(1, bands.stride(1));
    }

    private static FrequencyDecomposition Plain(int side)
    {
        var block = new FrequencyDecomposition(side);
        using var noGrad = no_grad();
        block.parameters().Single().zero_();
        return block;
    }
}
