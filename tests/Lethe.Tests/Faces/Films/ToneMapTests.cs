using System.Buffers.Binary;
using Lethe.Faces.Films;

namespace Lethe.Tests.Faces.Films;

public sealed class ToneMapTests
{
    // ST 2084 and BT.2408, table 1: the codes of 10 bits, full range, of some luminances.
    [Theory]
    [InlineData(0, 0, 0.001)]
    [InlineData(0.508, 100, 1)]
    [InlineData(0.581, 203, 2)]
    [InlineData(0.752, 1000, 5)]
    [InlineData(1, 10_000, 1)]
    public void Pq_stands_for_light(float code, float light, float within) => Assert.Equal(light, ToneMap.PqLight(code), within);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 1.0 / 12)]
    [InlineData(0.75, 0.2650)]
    [InlineData(1, 1)]
    public void Hlg_stands_for_light(float code, float light) => Assert.Equal(light, ToneMap.HlgLight(code), 1e-3f);

    // Greys stay grey and in their order; what is dark keeps its light, what is brighter than paper stays below white.
    [Theory]
    [InlineData(VideoLight.Pq)]
    [InlineData(VideoLight.Hlg)]
    public void Greys_stay_grey_and_in_order(VideoLight light)
    {
        var greys = Enumerable.Range(0, 17).Select(i => ToneMap.ToBytes(Pixel(i / 16f, i / 16f, i / 16f), light)).ToArray();
        Assert.All(greys, static grey => Assert.InRange(grey.Max() - grey.Min(), 0, 1));
        Assert.Equal(greys.Select(static grey => grey[0]).Order(), greys.Select(static grey => grey[0]));
        Assert.Equal(0, greys[0][0]);
        Assert.Equal(255, greys[16][0]);
    }

    // 20 candela are 0.0985 of paper: 255 (0.0985)^(1/2.4) = 97.1
    [Fact]
    public void Dark_parts_keep_their_light() =>
        Assert.InRange(ToneMap.ToBytes(Pixel(0.3570f, 0.3570f, 0.3570f), VideoLight.Pq)[0], 95, 99);

    private static byte[] Pixel(params float[] rgb)
    {
        var bytes = new byte[6];
        for (var i = 0; i < 3; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), (ushort)Math.Round(65535 * rgb[i]));
        }
        return bytes;
    }
}
