using System.Security.Cryptography;
using Lethe.Models;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

/// <summary>Networks, compared to the last bit.</summary>
internal static class Networks
{
    /// <summary>Of weights and statistics.</summary>
    public static string Hash(Classifier model) => Hash(model.state_dict().Select(static pair => (pair.Key, pair.Value)));

    /// <summary>Of what is trained.</summary>
    public static string HashOfWeights(Classifier model) =>
        Hash(model.named_parameters().Select(static pair => (pair.name, (Tensor)pair.parameter)));

    private static string Hash(IEnumerable<(string Name, Tensor Value)> tensors)
    {
        using var scope = NewDisposeScope();
        return string.Join(
            '\n',
            tensors.Select(static one => $"{one.Name} {Convert.ToHexString(SHA256.HashData(one.Value.detach().contiguous().bytes))}")
        );
    }
}
