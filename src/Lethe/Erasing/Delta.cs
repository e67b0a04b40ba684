using System.Security.Cryptography;
using Lethe.Erasing.Diffusion;
using Lethe.Training;
using TorchSharp.Modules;

namespace Lethe.Erasing;

/// <summary>
/// What erasing changed, and only that: the difference of the weights that were trained, in a safetensors file. Of Stable Diffusion 176 MB
/// instead of 3.4 GB. The sum of weights and difference is rounded, so that it may differ from the trained weights in the last bit; from
/// one file and one model it is the same bits everywhere.
/// </summary>
public static class Delta
{
    private const string Format = "lethe-delta/1",
        Base = "base";

    /// <summary>Writes <c>theta - theta*</c>; weights that are what they were are left out.</summary>
    /// <param name="about">Free text beside it. <c>format</c> and <c>base</c>, a hash of the original's weights that were changed, are
    /// added.</param>
    public static void Save(
        UNet2DCondition original,
        UNet2DCondition erased,
        string path,
        IReadOnlyDictionary<string, string>? about = null
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var before = original.Weights();
        var changed = erased
            .Weights()
            .Where(named => !named.Value.eq(before[named.Key]).all().item<bool>())
            .ToDictionary(static named => named.Key, named => (named.Value - before[named.Key]).cpu());
        SafetensorsFile.Write(
            path,
            changed,
            new Dictionary<string, string>(about ?? new Dictionary<string, string>())
            {
                ["format"] = Format,
                [Base] = HashOf(before, changed.Keys),
            }
        );
    }

    /// <summary>Adds a delta to a network. An empty one leaves every bit as it is.</summary>
    /// <param name="anyBase">Also to weights that it is not the difference to, as after another delta: nobody has measured what that
    /// gives.</param>
    /// <returns>What was written beside it.</returns>
    /// <exception cref="LetheException">Not a delta, or not of this network (<see cref="ExitCode.BadFile"/>); nothing was added
    /// then.</exception>
    public static IReadOnlyDictionary<string, string> Apply(UNet2DCondition network, string path, bool anyBase = false)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (tensors, metadata) = SafetensorsFile.Read(path);
        if (metadata.GetValueOrDefault("format") != Format)
        {
            throw LetheException.BadFile($"{path} is not what 'lethe erase' writes: its format is not {Format}.");
        }
        var weights = network.Weights();
        if (
            tensors.FirstOrDefault(named =>
                !weights.TryGetValue(named.Key, out var weight) || !weight.shape.AsSpan().SequenceEqual(named.Value.shape)
            ) is
            { Key: { } name }
        )
        {
            throw LetheException.BadFile(
                $"{path} is of another network: this one has no weight {name} of [{string.Join(", ", tensors[name].shape)}]."
            );
        }
        if (!anyBase && metadata.TryGetValue(Base, out var hash) && hash != HashOf(weights, tensors.Keys))
        {
            throw LetheException.BadFile(
                $"{path} is the difference to other weights than this model's, though of the same shapes: what adding it gives "
                    + $"was never measured. Use the model that it was made from, or 'lethe erase --apply --force'."
            );
        }
        foreach (var (key, value) in tensors)
        {
            weights[key].add_(value.to(weights[key].device));
        }
        return metadata;
    }

    private static string HashOf(IReadOnlyDictionary<string, Parameter> weights, IEnumerable<string> names)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(weights[name].detach().cpu().contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
