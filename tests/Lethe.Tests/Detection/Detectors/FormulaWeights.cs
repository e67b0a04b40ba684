using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

/// <summary>
/// Numbers that any language makes from a name and an index: so the outputs of other implementations can be constants here. With h the
/// FNV-1a hash of the name,
/// <c>x = h + 2654435761 i; x = (x ^ x >> 16) 73244475; x = x ^ x >> 16</c> in 32 bits and u = x / 2^32 - 1/2: kernels are u sqrt(24 /
/// inputs), scales 0.9 + 0.4 u,
/// variances 1 + 0.5 u, images 4 u, everything else 0.5 u.
/// </summary>
internal static class FormulaWeights
{
    public static Tensor Make(string name, params long[] shape)
    {
        var hash = Encoding.UTF8.GetBytes(name).Aggregate(2166136261, static (h, letter) => (h ^ letter) * 16777619);
        var count = shape.Aggregate(1L, static (product, side) => product * side);
        var (scale, shift) =
            name == "images" ? (4.0, 0.0)
            : shape.Length > 1 ? (Math.Sqrt(24.0 * shape[0] / count), 0.0)
            : name.EndsWith("running_var", StringComparison.Ordinal) ? (0.5, 1.0)
            : name.EndsWith("weight", StringComparison.Ordinal) ? (0.4, 0.9)
            : (0.5, 0.0);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            var x = hash + (2654435761 * (uint)i);
            x = (x ^ (x >> 16)) * 73244475;
            x ^= x >> 16;
            values[i] = (float)((((x / 4294967296.0) - 0.5) * scale) + shift);
        }
        return tensor(values, shape);
    }

    public static void Fill(nn.Module network)
    {
        using var noGrad = no_grad();
        foreach (var (name, value) in network.state_dict().Where(static entry => entry.Value.dim() > 0))
        {
            using var made = Make(name, value.shape);
            value.copy_(made);
        }
    }
}
