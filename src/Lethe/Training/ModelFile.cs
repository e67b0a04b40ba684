using System.Globalization;
using Lethe.Models;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Training;

/// <summary>A trained network in a safetensors file, under torchvision's parameter names. A file of PyTorch with the same names is read too
/// (<see cref="WeightFile"/>).</summary>
public static class ModelFile
{
    /// <exception cref="LetheException">The file cannot be written.</exception>
    public static void Save(Classifier model, string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(
            path,
            model.state_dict(),
            new Dictionary<string, string>(metadata ?? new Dictionary<string, string>())
            {
                ["architecture"] = model.Spec.Architecture,
                ["classes"] = model.Spec.Classes.ToString(CultureInfo.InvariantCulture),
                ["width"] = model.Spec.Width.ToString("R", CultureInfo.InvariantCulture),
                ["channels"] = model.Spec.Channels.ToString(CultureInfo.InvariantCulture),
            }
        );

    /// <summary>Loads the weights in the file into a network that is there already.</summary>
    /// <exception cref="LetheException">The file is missing, broken, or of another network.</exception>
    public static IReadOnlyDictionary<string, string> Load(Classifier model, string path)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = WeightFile.Read(path);
        Fill(model, tensors, "", path);
        return metadata;
    }

    /// <summary>Builds the network a file of <see cref="Save"/> describes and loads it.</summary>
    /// <param name="architecture">For a file written elsewhere, which does not say; the size is then read off the head.</param>
    /// <exception cref="LetheException">The file is missing, broken, or its network unknown.</exception>
    public static Classifier Open(string path, string? architecture = null)
    {
        // No scope of its own: it would take the new network's parameters with it.
        var (tensors, metadata) = WeightFile.Read(path);
        Classifier? model = null;
        try
        {
            architecture ??=
                metadata.GetValueOrDefault("architecture")
                ?? throw LetheException.Usage(
                    $"{path} does not say which network it holds; name it with --arch ({string.Join(", ", ModelCatalog.Names)})."
                );
            var width =
                double.TryParse(metadata.GetValueOrDefault("width"), CultureInfo.InvariantCulture, out var written)
                && written is > 0 and <= 4
                    ? written
                    : 1;
            var channels =
                int.TryParse(metadata.GetValueOrDefault("channels"), CultureInfo.InvariantCulture, out var planes)
                && planes is > 0 and <= 16
                    ? planes
                    : 3;
            model = ModelCatalog.Create(new(architecture, HeadRows(architecture, tensors, path), width, channels));
            Fill(model, tensors, "", path);
            return model;
        }
        catch
        {
            model?.Dispose();
            throw;
        }
        finally
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }

    /// <summary>Copies every parameter and buffer; the file must have exactly the network's, in the network's shapes.</summary>
    internal static void Fill(Classifier model, IReadOnlyDictionary<string, Tensor> tensors, string prefix, string path)
    {
        using var noGrad = no_grad();
        var wanted = model.state_dict();
        RequireAll(model, tensors, prefix, path);
        foreach (var (key, value) in wanted)
        {
            if (tensors.TryGetValue(prefix + key, out var saved))
            {
                if (!saved.shape.AsSpan().SequenceEqual(value.shape))
                {
                    throw LetheException.BadFile(
                        $"{path} does not fit a {model.Spec}: {key} is [{string.Join(", ", saved.shape)}] there and "
                            + $"[{string.Join(", ", value.shape)}] here."
                    );
                }
                value.copy_(saved);
            }
        }
        var extra = prefix.Length == 0 ? tensors.Keys.FirstOrDefault(key => !wanted.ContainsKey(key)) : null;
        if (extra is not null)
        {
            throw LetheException.BadFile($"{path} does not hold a {model.Spec}: it has a tensor {extra} that the network lacks.");
        }
    }

    // Before a network is built: the file must have all its tensors, and as many outputs as its own head has rows.
    private static int HeadRows(string architecture, Dictionary<string, Tensor> tensors, string path)
    {
        using var probe = ModelCatalog.Create(new(architecture, 2, 0.125));
        RequireAll(probe, tensors, "", path);
        var head = probe.named_parameters().Single(named => ReferenceEquals(named.parameter, probe.Head.weight)).name;
        return tensors[head] is { } weight && weight.dim() == 2 && weight.shape[0] is > 1 and <= 100_000 && weight.shape[1] > 0
            ? (int)weight.shape[0]
            : throw LetheException.BadFile(
                $"{path} does not hold a {architecture}: its {head} is [{string.Join(", ", tensors[head].shape)}], and should "
                    + $"be one row for each of two or more classes."
            );
    }

    private static void RequireAll(Classifier model, IReadOnlyDictionary<string, Tensor> tensors, string prefix, string path)
    {
        var wanted = model.state_dict().Keys;
        // Files written elsewhere may lack the counter of batches, which nothing here uses.
        var missing = wanted
            .Where(key => !tensors.ContainsKey(prefix + key) && !key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .ToList();
        if (missing.Count > 0)
        {
            throw LetheException.BadFile(
                $"{path} does not hold a {model.Spec.Architecture}: {missing.Count} of its {wanted.Count} tensors are missing, "
                    + $"the first is {missing[0]}."
            );
        }
    }
}
