using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lethe.Interactive.Charts;
using Lethe.Interactive.Colours;

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
        var colour = Palette.Colour(seed[0] % 3);
        var svg = new StringBuilder(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" "
                + $"height=\"{Height}\"><g fill=\"none\" stroke=\"{colour}\" stroke-width=\"5\" stroke-linecap=\"round\">"
        );
        for (var wave = 0; wave < Waves; wave++)
        {
            var (depth, length, phase) = (
                9 + (seed[wave + 1] / 32.0),
                250 + (seed[10] / 2.0) + (seed[wave + 11] / 6.0),
                (seed[20] / 40.0) + (wave * 0.55)
            );
            var points = Enumerable
                .Range(0, 61)
                .Select(i => (X: 40 + (i * 12.0), Y: 70 + (wave * 45) + (depth * Math.Sin(phase + (i * 12.0 * Math.Tau / length)))));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path opacity=\"{0.9 - (wave * 0.095):0.##}\" "
                    + $"d=\"M{string.Join('L', points.Select(static point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0},{point.Y:0.#}")))}\"/>"
            );
        }
        return StillPicture.OfSvg(svg.Append("</g></svg>").ToString());
    }
}
