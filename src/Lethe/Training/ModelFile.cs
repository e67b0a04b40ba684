using System.Globalization;
using Lethe.Models;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Training;

/// <summary>A trained network in a safetensors file, under torchvision's parameter names.</summary>
public static class ModelFile
{
    /// <exception cref="LetheException">The file cannot be written.</exception>
    public static void Save(Classifier model, string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(path, model.state_dict(), new Dictionary<string, string>(metadata ?? new Dictionary<string, string>())
        {
            ["architecture"] = model.Spec.Architecture,
            ["classes"] = model.Spec.Classes.ToString(CultureInfo.InvariantCulture),
            ["width"] = model.Spec.Width.ToString("R", CultureInfo.InvariantCulture),
            ["channels"] = model.Spec.Channels.ToString(CultureInfo.InvariantCulture),
        });

    /// <summary>Loads the weights in the file into a network that is there already.</summary>
    /// <exception cref="LetheException">The file is missing, broken, or of another network.</exception>
    public static IReadOnlyDictionary<string, string> Load(Classifier model, string path)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafetensorsFile.Read(path);
        Fill(model, tensors, "", path);
        return metadata;
    }

    /// <summary>Builds the network a file of <see cref="Save"/> describes and loads it.</summary>
    /// <param name="architecture">For a file written elsewhere, which does not say; the size is then read off the head.</param>
    /// <exception cref="LetheException">The file is missing, broken, or its network unknown.</exception>
    public static Classifier Open(string path, string? architecture = null)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafetensorsFile.Read(path);
        architecture ??= metadata.GetValueOrDefault("architecture")
            ?? throw LetheException.Usage($"{path} does not say which network it holds; name it with --arch ({string.Join(", ", ModelCatalog.Names)}).");
        var width = double.TryParse(metadata.GetValueOrDefault("width"), CultureInfo.InvariantCulture, out var written) && written is > 0 and <= 4 ? written : 1;
        var classes = int.TryParse(metadata.GetValueOrDefault("classes"), CultureInfo.InvariantCulture, out var count) && count is > 1 and <= 100_000
            ? count
            : HeadRows(architecture, tensors, path);
        var model = ModelCatalog.Create(new(architecture, classes, width));
        Fill(model, tensors, "", path);
        return model;
    }

    /// <summary>Copies every parameter and buffer; the file must have exactly the network's, in the network's shapes.</summary>
    internal static void Fill(Classifier model, IReadOnlyDictionary<string, Tensor> tensors, string prefix, string path)
    {
        using var noGrad = no_grad();
        var wanted = model.state_dict();
        // Files written elsewhere may lack the counter of batches, which nothing here uses.
        var missing = wanted.Keys.Where(key => !tensors.ContainsKey(prefix + key) && !key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList();
        if (missing.Count > 0)
        {
            throw LetheException.BadFile($"{path} does not hold a {model.Spec}: {missing.Count} of its {wanted.Count} tensors are missing, the first is {missing[0]}.");
        }
        foreach (var (key, value) in wanted)
        {
            if (tensors.TryGetValue(prefix + key, out var saved))
            {
                if (!saved.shape.AsSpan().SequenceEqual(value.shape))
                {
                    throw LetheException.BadFile($"{path} does not fit a {model.Spec}: {key} is [{string.Join(", ", saved.shape)}] there and [{string.Join(", ", value.shape)}] here.");
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

    private static int HeadRows(string architecture, Dictionary<string, Tensor> tensors, string path)
    {
        using var probe = ModelCatalog.Create(new(architecture, 2));
        var head = probe.named_parameters().Last(static named => named.parameter.dim() == 2).name;
        return tensors.TryGetValue(head, out var weight) && weight.dim() == 2
            ? (int)weight.shape[0]
            : throw LetheException.BadFile($"{path} does not hold a {architecture}: there is no matrix {head} in it.");
    }
}
