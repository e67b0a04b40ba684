using Lethe.Detection.Detectors;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

/// <summary>The numbers of the papers and of the field's implementations, part by part.</summary>
public sealed class ParameterCountTests
{
    // With a thousand classes as known from ImageNet; 0 where there is no such network.
    [Theory]
    [InlineData("efficientnet-b0", 4_010_110, 5_288_548)]
    [InlineData("efficientnet-b1", 6_515_746, 7_794_184)]
    [InlineData("efficientnet-b1-tf", 6_515_746, 7_794_184)]
    [InlineData("efficientnet-b4", 17_552_202, 19_341_616)]
    [InlineData("resnet50", 23_512_130, 25_557_032)]
    [InlineData("xception", 20_811_050, 22_855_952)]
    [InlineData("mesonet4", 27_977, 0)]
    [InlineData("mesoinception4", 28_615, 0)]
    public void Two_and_a_thousand_classes_at_full_width(string name, long two, long thousand)
    {
        using var detector = DetectorCatalog.Create(new(name, 2));
        Assert.Equal(two, detector.ParameterCount);
        Assert.Equal(thousand, thousand == 0 ? 0 : two + (998 * (detector.FeatureSize + 1)));
    }

    [Fact]
    public void Blocks_of_EfficientNet_B1()
    {
        using var detector = DetectorCatalog.Create(new("efficientnet-b1", 2));
        long[] expected =
        [
            1448,
            612,
            6004,
            10710,
            10710,
            15350,
            31290,
            31290,
            37130,
            102900,
            102900,
            102900,
            126004,
            208572,
            208572,
            208572,
            262492,
            587952,
            587952,
            587952,
            587952,
            717232,
            1563600,
        ];
        int[] repeats = [2, 3, 3, 4, 4, 5, 2];
        Assert.Equal(
            expected,
            repeats.SelectMany((count, stage) => Enumerable.Range(0, count).Select(i => Count(detector, $"features.{stage + 1}.{i}.")))
        );
        Assert.Equal(6_513_184, Count(detector, "features."));
    }

    [Fact]
    public void Blocks_of_Xception()
    {
        using var detector = DetectorCatalog.Create(new("xception", 2));
        long[] expected = [35_264, 136_064, 915_944, .. Enumerable.Repeat(1_613_976L, 8), 2_039_584];
        Assert.Equal(expected, Enumerable.Range(1, 12).Select(i => Count(detector, $"block{i}.")));
        Assert.Equal(20_806_952, detector.ParameterCount - Count(detector, "fc."));
    }

    [Theory]
    [InlineData("efficientnet-b1", 240, "16x120, 24x60, 40x30, 112x15, 320x8, 1280x8")]
    [InlineData("efficientnet-b1-tf", 240, "16x120, 24x60, 40x30, 112x15, 320x8, 1280x8")]
    [InlineData("efficientnet-b4", 64, "24x32, 32x16, 56x8, 160x4, 448x2, 1792x2")]
    [InlineData("xception", 299, "64x147, 128x74, 256x37, 728x19, 2048x10, 2048")]
    [InlineData("resnet50", 224, "64x112, 256x56, 512x28, 1024x14, 2048x7, 2048")]
    [InlineData("mesonet4", 256, "8x128, 8x64, 16x32, 16x8, 1024, 16")]
    [InlineData("mesoinception4", 256, "11x128, 12x64, 16x32, 16x8, 1024, 16")]
    public void Taps_have_the_published_sizes(string name, int side, string expected)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var detector = DetectorCatalog.Create(new(name, 2));
        detector.eval();
        var output = detector.Look(Models.PoisonedHeap.Images(1, side: side));
        Assert.Equal(
            expected,
            string.Join(
                ", ",
                output.Levels.Select(static level => level.dim() == 2 ? $"{level.shape[1]}" : $"{level.shape[1]}x{level.shape[2]}")
            )
        );
        Assert.Equal([1, detector.FeatureSize], output.Features.shape);
        Assert.Equal([1, 2], output.Logits.shape);
    }

    private static long Count(Detector detector, string prefix) =>
        detector
            .named_parameters()
            .Where(named => named.name.StartsWith(prefix, StringComparison.Ordinal))
            .Sum(static named => named.parameter.numel());
}
