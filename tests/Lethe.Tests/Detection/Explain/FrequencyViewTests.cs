using Lethe.Detection.Explain;
using Lethe.Runtime;

namespace Lethe.Tests.Detection.Explain;

public sealed class FrequencyViewTests
{
    private const int Side = 64;

    [Theory]
    [InlineData(8, 0)]
    [InlineData(0, 20)]
    [InlineData(12, 16)]
    public void A_wave_is_one_frequency_and_its_mirror(int across, int down)
    {
        var view = FrequencyView.Of(Wave(across, down), Side);
        var highest = view.Spectrum.Index().MaxBy(static value => value.Item).Index;
        var (x, y) = ((highest % Side) - (Side / 2), (highest / Side) - (Side / 2));
        Assert.True((x, y) == (across, down) || (x, y) == (-across, -down));
    }

    // A cosine of amplitude a has |F| = a / 2 sum w^2D / side at its frequency; the Hann window's mean is 1/2, squared over two directions
    // 1/4: a side / 8.
    [Fact]
    public void Its_height_is_that_of_the_orthonormal_transform()
    {
        var view = FrequencyView.Of(Wave(8, 0), Side);
        Assert.Equal(Math.Log10(100.0 / 255 * Side / 8), view.Spectrum.Max(), 0.01);
    }

    [Fact]
    public void A_plain_crop_has_no_frequencies() =>
        Assert.All(
            FrequencyView.Of([.. Enumerable.Repeat((byte)90, 3 * Side * Side)], Side).Profile,
            static value => Assert.InRange(value, -6.01, -4)
        );

    [Fact]
    public void White_noise_is_as_strong_everywhere()
    {
        var random = new RandomStream(3);
        var profile = FrequencyView.Of([.. Enumerable.Range(0, 3 * Side * Side).Select(_ => (byte)random.Next(256))], Side).Profile;
        Assert.InRange(profile[8..].Max() - profile[8..].Min(), 0, 0.35);
    }

    // Noise under a 3 x 3 mean: at f periods a crop, (1 + 2 cos(2 pi f / side)) / 3 in each direction is left.
    [Fact]
    public void What_a_filter_takes_is_missing_in_the_profile()
    {
        // One and the same noise before and after a 3x3 mean: what differs is the filter's gain, (1 + 2 cos(2 pi u / side)) / 3 in each
        // direction.
        var random = new RandomStream(4);
        var noise = Enumerable.Range(0, Side * Side).Select(_ => random.Next(256)).ToArray();
        var (sharp, smooth) = (new byte[3 * Side * Side], new byte[3 * Side * Side]);
        for (var i = 0; i < Side * Side; i++)
        {
            var (x, y) = (i % Side, i / Side);
            var mean = Enumerable
                .Range(0, 9)
                .Average(k => noise[((y + (k / 3) - 1 + Side) % Side * Side) + ((x + (k % 3) - 1 + Side) % Side)]);
            sharp.AsSpan(3 * i, 3).Fill((byte)noise[i]);
            smooth.AsSpan(3 * i, 3).Fill((byte)Math.Round(mean));
        }
        var (before, after) = (FrequencyView.Of(sharp, Side).Profile, FrequencyView.Of(smooth, Side).Profile);
        foreach (var ring in Enumerable.Range(2, (Side / 5) - 2)) // below the gain's first zero, at a third of a pixel's rate
        {
            Assert.Equal(Gain(ring), after[ring] - before[ring], 0.1);
        }

        static double Gain(int ring) =>
            (
                from u in Enumerable.Range(-ring, (2 * ring) + 1)
                from v in Enumerable.Range(-ring, (2 * ring) + 1)
                where (int)Math.Round(Math.Sqrt((u * u) + (v * v))) == ring
                select Math.Log10(Axis(u) * Axis(v))
            ).Average();

        static double Axis(int u) => (1 + (2 * Math.Cos(2 * Math.PI * u / Side))) / 3;
    }

    [Fact]
    public void The_difference_to_real_crops_is_in_powers_of_ten()
    {
        FrequencyView View(double height) => new(4, new float[16], [height, 2 * height, 3 * height]);
        var reference = SpectrumReference.Of([View(1), View(3)]);
        Assert.Equal([2.0, 4, 6], reference.Mean);
        Assert.Equal([Math.Sqrt(2), Math.Sqrt(8), Math.Sqrt(18)], reference.Deviation);
        Assert.Equal([-1.0, -2, -3], reference.Difference(View(1)));
        Assert.Throws<ArgumentException>(() => reference.Difference(new(8, new float[64], new double[5])));
        Assert.Throws<ArgumentException>(() => SpectrumReference.Of([View(1)]));
    }

    private static byte[] Wave(int across, int down)
    {
        var rgb = new byte[3 * Side * Side];
        for (var i = 0; i < Side * Side; i++)
        {
            var value = (byte)Math.Round(128 + (100 * Math.Cos(2 * Math.PI * ((across * (i % Side)) + (down * (i / Side))) / Side)));
            rgb.AsSpan(3 * i, 3).Fill(value);
        }
        return rgb;
    }
}
