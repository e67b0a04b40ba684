using System.Security.Cryptography;
using Lethe.Interactive.Charts;
using Lethe.Interactive.Colours;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Notebooks.Gallery;

/// <summary>A picture for a notebook that has none: a river that fades as it goes, as Lethe should; the same title, the same
/// river.</summary>
internal static class DrawnPicture
{
    private const int Width = 800,
        Height = 500,
        Waves = 9;

    /// <returns>The picture's address.</returns>
    public static string Of(string title)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(title));
        Html svg =
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\">"
            + $"<g fill=\"none\" stroke=\"{Palette.Colour(seed[0] % 3)}\" stroke-width=\"5\" stroke-linecap=\"round\">"
            + $"{Enumerable.Range(0, Waves).Select(wave => Wave(seed, wave))}</g></svg>";
        return StillPicture.OfSvg(svg.ToString());
    }

    private static Html Wave(byte[] seed, int wave)
    {
        var depth = 9 + (seed[wave + 1] / 32.0);
        var length = 250 + (seed[10] / 2.0) + (seed[wave + 11] / 6.0);
        var phase = (seed[20] / 40.0) + (wave * 0.55);
        var points = Enumerable
            .Range(0, 61)
            .Select(i => i * 12.0)
            .Select(x => Invariant($"{40 + x:0},{70 + (wave * 45) + (depth * Math.Sin(phase + (x * Math.Tau / length))):0.#}"));
        return $"<path opacity=\"{0.9 - (wave * 0.095):0.##}\" d=\"M{string.Join('L', points)}\"/>";
    }
}
