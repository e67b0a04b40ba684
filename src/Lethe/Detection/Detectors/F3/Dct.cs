using Lethe.Imaging;

namespace Lethe.Detection.Detectors.F3;

/// <summary>The cosine transform of type 2, orthonormal: its inverse is its transpose.</summary>
internal static class Dct
{
    /// <summary>The basis C: the spectrum of an image X is <c>C X C'</c>.</summary>
    /// <returns>side x side, float32.</returns>
    public static Tensor Matrix(int side) => tensor(CosineTransform.Basis(side), [side, side]);

    /// <summary>Ones where <c>from &lt;= (u + v) scale &lt;= to</c>: a diagonal band of a spectrum, in whole numbers, so that no edge
    /// depends on rounding.</summary>
    public static Tensor Band(int side, int from, int to, int scale = 1)
    {
        var mask = new float[side, side];
        for (var u = 0; u < side; u++)
        {
            for (var v = 0; v < side; v++)
            {
                mask[u, v] = (u + v) * scale >= from && (u + v) * scale <= to ? 1 : 0;
            }
        }
        return tensor(mask);
    }
}
