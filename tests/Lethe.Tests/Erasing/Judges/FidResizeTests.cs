using Lethe.Erasing.Judges;
using Lethe.Tests.Detection.Detectors;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

public sealed class FidResizeTests
{
    [Theory]
    [InlineData(7, 11)]
    [InlineData(299, 299)]
    [InlineData(600, 500)]
    public void Bilinear_takes_four_pixels_however_far_it_shrinks(int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var picture = rand(1, 3, height, width);
        var resized = InceptionFeatures.Bilinear(picture);
        Assert.Equal([1, 3, 299, 299], resized.shape);
        var (from, to) = (picture.data<float>().ToArray(), resized.contiguous().data<float>().ToArray());
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < 299; y += 13)
            {
                for (var x = 0; x < 299; x += 13)
                {
                    // The middle of a pixel lies at 1/2; outside the first and last middles the border is repeated.
                    var (row, column) = (Math.Max(0, ((y + 0.5) * height / 299) - 0.5), Math.Max(0, ((x + 0.5) * width / 299) - 0.5));
                    var (top, left) = ((int)row, (int)column);
                    double At(int i, int j) => from[(((c * height) + Math.Min(i, height - 1)) * width) + Math.Min(j, width - 1)];
                    double Between(int i) => ((1 - (column - left)) * At(i, left)) + ((column - left) * At(i, left + 1));
                    Assert.Equal(
                        ((1 - (row - top)) * Between(top)) + ((row - top) * Between(top + 1)),
                        to[(((c * 299) + y) * 299) + x],
                        1e-4
                    ); // torch computes the places in float32
                }
            }
        }
    }

    /// <summary>Pillow 9.4, mode F, BICUBIC, cut to 0 to 255: what clean-fid does.</summary>
    [Theory]
    [InlineData(
        80,
        64,
        73017.90546312058,
        new[] { 41.17063903808594, 42.66175842285156, 45.63655090332031 },
        new[] { 210.19305419921875, 179.0332489013672, 142.54464721679688 },
        new[] { 24.099193572998047, 15.421460151672363, 11.034491539001465 }
    )]
    [InlineData(
        400,
        311,
        71024.27945416319,
        new[] { 62.081512451171875, 86.55058288574219, 31.11327362060547 },
        new[] { 68.26158905029297, 198.5048065185547, 181.2412109375 },
        new[] { 189.0780792236328, 53.21546936035156, 149.4676971435547 }
    )]
    [InlineData(
        512,
        299,
        71048.07612135103,
        new[] { 67.69181060791016, 134.48280334472656, 97.03460693359375 },
        new[] { 102.6985855102539, 57.92155838012695, 70.01508331298828 },
        new[] { 249.92868041992188, 78.8386459350586, 58.41036605834961 }
    )]
    public void Clean_is_Pillows_bicubic(int height, int width, double norm, double[] first, double[] middle, double[] last)
    {
        using var scope = NewDisposeScope();
        var resized = 255 * InceptionFeatures.Clean((FormulaWeights.Make("images", 1, 3, height, width) / 4) + 0.5);
        Assert.InRange(resized.to(ScalarType.Float64).norm().item<double>() / norm, 1 - 1e-6, 1 + 1e-6);
        Close(first, resized[0, 0, 0, ..3]);
        Close(middle, resized[0, 1, 150, 148..151]);
        Close(last, resized[0, 2, 298, 296..]);

        static void Close(double[] expected, Tensor said) =>
            Assert.All(expected.Zip(said.contiguous().data<float>()), static pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void Each_way_has_its_own_scale()
    {
        using var scope = NewDisposeScope();
        var white = ones(1, 3, 32, 32);
        Assert.Equal(1, InceptionFeatures.Resized(white, FidResize.Bilinear).max().item<float>(), 1e-6f);
        Assert.Equal(127 / 128f, InceptionFeatures.Resized(white, FidResize.Clean).max().item<float>(), 1e-6f);
        Assert.Equal(
            (-1f, -1f),
            (
                InceptionFeatures.Resized(0 * white, FidResize.Bilinear).min().item<float>(),
                InceptionFeatures.Resized(0 * white, FidResize.Clean).min().item<float>()
            )
        );
    }
}
