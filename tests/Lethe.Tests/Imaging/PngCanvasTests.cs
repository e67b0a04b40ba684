using Lethe.Detection.Explain;
using Lethe.Detection.Verdicts;
using Lethe.Imaging;
using Lethe.Tests.Detection.Verdicts;
using SkiaSharp;

namespace Lethe.Tests.Imaging;

public sealed class PngCanvasTests
{
    private const int Side = 32;

    // Without lightness that rises a map cannot be read in grey, nor by everybody.
    [Fact]
    public void The_ramp_gets_lighter_all_the_way()
    {
        double[] lightness =
        [
            .. Enumerable
                .Range(0, 101)
                .Select(static i => ColourRamp.At(i / 100.0))
                .Select(static c => (0.2126 * c.Red) + (0.7152 * c.Green) + (0.0722 * c.Blue)),
        ];
        Assert.All(lightness.Zip(lightness[1..]), static pair => Assert.True(pair.Second > pair.First));
        Assert.Equal(ColourRamp.At(0), ColourRamp.At(-5));
        Assert.Equal(ColourRamp.At(1), ColourRamp.At(7));
    }

    [Fact]
    public void A_heat_map_shows_the_crop_and_where_it_is_hot()
    {
        var heat = new float[Side * Side];
        heat[(8 * Side) + 24] = 0.001f; // scaled to its highest value, however small
        using var image = Decode(HeatMapImage.Png(TestPackage.Crop(SKColors.Green), Side, heat));
        Assert.Equal((756, 430), (image.Width, image.Height));
        Assert.Equal(SKColors.Green, image.GetPixel(100, 100));
        var (hot, cold) = (image.GetPixel(384 + (int)(24.5 * 360 / Side), 12 + (int)(8.5 * 360 / Side)), image.GetPixel(500, 300));
        Assert.Equal(cold.Red, cold.Blue);
        Assert.True(hot.Red > 180 && hot.Blue < 120, $"{hot} is yellow");
    }

    [Fact]
    public void Without_heat_the_face_stays_grey()
    {
        using var image = Decode(HeatMapImage.Png(TestPackage.Crop(SKColors.Green), Side, new float[Side * Side]));
        Assert.All(
            Enumerable.Range(0, 30),
            i => Assert.Equal(image.GetPixel(390 + (10 * i), 200).Red, image.GetPixel(390 + (10 * i), 200).Green)
        );
    }

    [Fact]
    public void A_map_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(static () => HeatMapImage.Png(new byte[3 * 16], 4, new float[9]));

    [Fact]
    public void Frequencies_are_drawn_with_and_without_a_reference()
    {
        var view = FrequencyView.Of(TestPackage.Crop(SKColors.Green), Side);
        using var alone = Decode(FrequencyImage.Png(view, null));
        using var compared = Decode(
            FrequencyImage.Png(
                view,
                SpectrumReference.Of([view, view with { Profile = [.. view.Profile.Select(static value => value + 1)] }])
            )
        );
        Assert.Equal(alone.Width, compared.Width);
        Assert.NotEqual(alone.Bytes, compared.Bytes);
    }

    [Fact]
    public void A_strip_has_a_bar_for_each_quality_in_the_verdicts_colour()
    {
        using var image = Decode(
            StripImage.Png(
                new(
                    [
                        new(StripPoint.Original, 0, 1),
                        new(StripPoint.Jpeg, 30, 0.5),
                        new(StripPoint.Crf, 40, 0.1),
                        new(StripPoint.Crf, 23, null, "no ffmpeg"),
                    ],
                    new(0.3, 0.7)
                )
            )
        );
        SKColor Bar(int i, double height) => image.GetPixel(64 + (76 * i) + 38, (int)(56 + (200 * (1 - height))));
        Assert.Equal(new SKColor(0xd5, 0x5e, 0x00), Bar(0, 0.9));
        Assert.Equal(new SKColor(0x8c, 0x8c, 0x8c), Bar(1, 0.4));
        Assert.NotEqual(new SKColor(0x8c, 0x8c, 0x8c), Bar(1, 0.55));
        Assert.Equal(new SKColor(0x00, 0x72, 0xb2), Bar(2, 0.05));
        Assert.Equal(SKColors.White, Bar(3, 0.2));
    }

    private static SKBitmap Decode(byte[] png) => SKBitmap.Decode(png);
}
