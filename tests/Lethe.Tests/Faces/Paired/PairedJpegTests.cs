using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Faces.Paired;

public sealed class PairedJpegTests
{
    [Fact]
    public void The_first_quality_is_compressed_and_nothing_else_is_read()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        // Something that JPEG loses little of: a slow ramp, and noise in the second quality, which must not be seen.
        var ramp = arange(32).view(1, 1, 32).expand(3, 32, 32).to(ScalarType.Byte) * 4;
        var noise = randint(256, [3, 32, 32], dtype: ScalarType.Byte);
        using var images = new PairedMemory(
            "two frames",
            ["raw", "c40"],
            [new("a", "x", Film.Real, 0), new("b", "x", "nt", 3)],
            stack([stack([ramp, noise]), stack([ramp, noise])])
        );
        using var jpeg = new PairedJpeg(images);

        var read = jpeg.Read([1, 0]);

        Assert.Equal([2, 1 + JpegQuality.Curve.Count, 3, 32, 32], read.shape);
        Assert.Equal([PairedJpeg.Random, .. JpegQuality.Curve.Select(PairedJpeg.NameOf)], jpeg.Qualities);
        Assert.InRange((read.to(ScalarType.Float32) - ramp.to(ScalarType.Float32)).abs().max().item<float>(), 1, 30);
        // The drawn quality is that of the frame's name, whatever the order of reading.
        var one = JpegQuality.Compress(
            ramp.permute(1, 2, 0).contiguous().bytes.ToArray(),
            32,
            32,
            JpegQuality.Of(JpegQuality.Name(images.Frames[1]))
        );
        Assert.Equal(one, read[0, 0].permute(1, 2, 0).contiguous().bytes.ToArray());
    }
}
