using Lethe.Data;
using Lethe.Models;
using Lethe.Training.Onnx;

namespace Lethe.Training;

/// <summary>The weights of <c>resnet18-imagenet</c> as they were trained on ImageNet: two ONNX networks of a NuGet package, the network
/// (written by CNTK) and, apart, what its pictures are put through first.</summary>
internal static class ImageNetResNet
{
    public const string ManifestName = "imagenet-resnet18";

    // CNTK's network reads blue, green, red from 0 to 255, less the mean of ImageNet at each pixel.
    private const float Most = 255;

    /// <summary>Fills all but the head.</summary>
    /// <exception cref="LetheException">NotFound: the files are not here; BadFile: not the known ones; Usage: no such width.</exception>
    public static void Fill(Classifier model, DataOptions? options = null)
    {
        if (model.Spec is not { Width: 1, Channels: 3 })
        {
            throw LetheException.Usage(
                $"{model.Spec} cannot begin with the weights of ImageNet: they are of width 1 and for pictures with three channels."
            );
        }
        var manifest = Manifest.Get(ManifestName);
        var paths = DataSearch.Find(manifest, options ??= new()) ?? throw DataSearch.Missing(manifest, options);
        foreach (var (file, path) in manifest.Needed.Zip(paths))
        {
            if (!FileHash.Matches(file, path))
            {
                throw LetheException.BadFile(
                    $"{path} is not the file that data-manifests/{ManifestName}.json describes ({file.Checksum}). Delete it, then run "
                        + $"'lethe data get {ManifestName}'."
                );
            }
        }
        Fill(model, OnnxFile.Read(paths[0]), OnnxFile.Read(paths[1]), paths[0]);
    }

    /// <param name="network">22 convolutions, each with its normalisation.</param>
    /// <param name="before">What subtracts the mean image.</param>
    internal static void Fill(Classifier model, OnnxFile network, OnnxFile before, string path)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var state = model.state_dict();
        foreach (var (name, value) in Named(network, before, path))
        {
            if (!state.TryGetValue(name, out var own) || !own.shape.AsSpan().SequenceEqual(value.shape))
            {
                throw LetheException.BadFile($"{path} does not hold a {model.Spec}: its {name} is [{string.Join(", ", value.shape)}].");
            }
            own.copy_(value);
        }
    }

    private static IEnumerable<(string Name, Tensor Value)> Named(OnnxFile network, OnnxFile before, string path)
    {
        var (convolutions, norms) = (Of(network, "Conv"), Of(network, "BatchNormalization"));
        var names = Layers().ToList();
        if (convolutions.Count != names.Count || norms.Count != names.Count || before.Weights.Count != 1)
        {
            throw LetheException.BadFile(
                $"{path} does not hold the network of its manifest: it has {convolutions.Count} convolutions and {norms.Count} "
                    + $"normalisations, not {names.Count}."
            );
        }
        var std = tensor(Normalization.ImageNet.Std);
        for (var i = 0; i < names.Count; i++)
        {
            var weight = Values(network, convolutions[i].Inputs[1]);
            // What it reads here are red, green and blue in units of ImageNet's deviations.
            yield return ($"{names[i].Convolution}.weight", i > 0 ? weight : weight.flip(1) * (Most * std).view(1, 3, 1, 1));
            foreach (var (part, input) in ((string[])["weight", "bias", "running_mean", "running_var"]).Zip(norms[i].Inputs.Skip(1)))
            {
                yield return ($"{names[i].Norm}.{part}", Values(network, input));
            }
        }
        // (255 x - mean image) / (255 std) = (x - mean) / std + offset
        var image = Values(before, before.Weights.Keys.Single()).squeeze(0).flip(0) / Most;
        yield return ("offset", (tensor(Normalization.ImageNet.Mean).view(3, 1, 1) - image) / std.view(3, 1, 1));
    }

    private static List<OnnxNode> Of(OnnxFile network, string operation) =>
        [.. network.Nodes.Where(node => node.Operation == operation && node.Inputs.All(input => input.Length > 0))];

    private static Tensor Values(OnnxFile file, string name) =>
        file.Weights.TryGetValue(name, out var weight)
            ? tensor(weight.Values).view(weight.Shape)
            : throw LetheException.BadFile($"An ONNX network lacks its weight '{name}'.");

    // In the file's order: where a stage begins, the shortcut comes before the block.
    private static IEnumerable<(string Convolution, string Norm)> Layers()
    {
        yield return ("conv1", "bn1");
        foreach (var (stage, blocks) in ((int, int)[])[(1, 2), (2, 2), (3, 2), (4, 3)])
        {
            for (var block = 0; block < blocks; block++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"layer{stage}.{block}");
                if (stage > 1 && block == 0)
                {
                    yield return ($"{name}.downsample.0", $"{name}.downsample.1");
                }
                yield return ($"{name}.conv1", $"{name}.bn1");
                yield return ($"{name}.conv2", $"{name}.bn2");
            }
        }
    }
}
