using static TorchSharp.torch;

namespace Lethe.Detection;

/// <summary>The cosine transform of type 2, orthonormal: its inverse is its transpose.</summary>
internal static class Dct
{
    /// <summary><c>C_ij = a_i cos((j + 1/2) pi i / S)</c> with <c>a_0 = sqrt(1/S)</c> and <c>a_i = sqrt(2/S)</c>: the spectrum of an image X is <c>C X C'</c>.</summary>
    /// <returns>side x side, float32; computed in float64, whose rounding does not show in it.</returns>
    public static Tensor Matrix(int side)
    {
        var entries = new float[side, side];
        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j < side; j++)
            {
                entries[i, j] = (float)(Math.Sqrt((i == 0 ? 1.0 : 2.0) / side) * Math.Cos((j + 0.5) * Math.PI * i / side));
            }
        }
        return tensor(entries);
    }

    /// <summary>Ones where <c>from &lt;= (u + v) scale &lt;= to</c>, both edges included: a diagonal band of a spectrum. In whole numbers, so that no edge depends on rounding.</summary>
    /// <returns>side x side, float32.</returns>
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
