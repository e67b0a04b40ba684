using System.Globalization;
using System.Security.Cryptography;
using Lethe.Erasing.Judges;
using Lethe.Tests.Detection.Detectors;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

public sealed class ClipPicturesTests
{
    /// <summary>What Pillow 9.4 makes of the same pictures as bytes, with transformers' cut in the middle: smaller, not square, higher than
    /// wide, larger, and as they are.</summary>
    [Theory]
    [InlineData(2, 45, 70, "e866c3691cc9d2fe")]
    [InlineData(2, 97, 64, "0593fe475d7537e6")]
    [InlineData(2, 20, 20, "5a877a41e0fac5b0")]
    [InlineData(1, 32, 32, "8be0d0256317f81b")]
    public void Pictures_become_what_Pillow_makes_of_them(int count, int height, int width, string hash)
    {
        using var scope = NewDisposeScope();
        var bytes = ClipPictures.Bytes(Pictures(count, height, width), 32);
        Assert.Equal([count, 3, 32, 32], bytes.shape);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(bytes.to(ScalarType.Byte).contiguous().data<byte>().ToArray()))[..16]);
    }

    [Fact]
    public void Black_and_white_are_normalised_by_colour()
    {
        using var scope = NewDisposeScope();
        var both = ClipPictures.Prepare(stack([zeros(3, 40, 40), ones(3, 40, 40)]), 16);
        Assert.Equal(ScalarType.Float32, both.dtype);
        Assert.Equal(
            ["-1.7923", "-1.7521", "-1.4802"],
            both[0, .., 3, 5].data<float>().ToArray().Select(static value => value.ToString("F4", CultureInfo.InvariantCulture))
        );
        Assert.Equal(
            ["1.9303", "2.0749", "2.1459"],
            both[1, .., 3, 5].data<float>().ToArray().Select(static value => value.ToString("F4", CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        using var scope = NewDisposeScope();
        Refused(zeros(2, 3, 8, 8, int64), "not Int64 2 x 3 x 8 x 8");
        Refused(zeros(2, 3, 8, 8, uint8), "not Byte");
        Refused(zeros(3, 8, 8), "N x C x H x W");
        Refused(zeros(2, 1, 8, 8), "three colours, not 2 x 1 x 8 x 8");
        Refused(full([1, 3, 8, 8], -1.0), "from 0 to 1, not from -1");
        Refused(full([1, 3, 8, 8], 255.0), "not from 255");
        Refused(full([1, 3, 8, 8], double.NaN), "from 0 to 1");

        static void Refused(Tensor pictures, string said) =>
            Assert.Contains(
                said,
                Assert.Throws<ArgumentException>(() => ClipPictures.Prepare(pictures, 8)).Message,
                StringComparison.Ordinal
            );
    }

    /// <summary>Noise from 0 to 1.</summary>
    internal static Tensor Pictures(long count, long height, long width) =>
        ((FormulaWeights.Make("images", count, 3, height, width).to(ScalarType.Float64) / 4) + 0.5).to(ScalarType.Float32);
}
