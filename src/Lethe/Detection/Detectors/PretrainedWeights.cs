using System.Text.Json;
using Lethe.Training;

namespace Lethe.Detection.Detectors;

/// <summary>Loads weights that others trained, by name: safetensors or a file of PyTorch with the names of torchvision, timm or
/// lukemelas/EfficientNet-PyTorch, and for MesoNet its authors' Keras files.</summary>
/// <remarks>An EfficientNet's weights have to meet the <see cref="Convention"/> they were trained with. timm says it in the
/// <c>architecture</c> of the file's metadata or of the <c>config.json</c> beside it: <c>tf_efficientnet_…</c> or not.</remarks>
public static class PretrainedWeights
{
    private const string Config = "config.json";

    /// <param name="detector">Left as it is if anything is wrong.</param>
    /// <param name="path">A file as <see cref="WeightFile"/> reads it, or .h5 for MesoNet.</param>
    /// <param name="convention">What the weights were trained with, if the file does not say.</param>
    /// <returns>A classifier of another number of classes is skipped, and is among the misshapen.</returns>
    /// <exception cref="LetheException">Missing, broken, of another network (<see cref="ExitCode.BadFile"/>), or of another convention
    /// (<see cref="ExitCode.Usage"/>).</exception>
    public static WeightReport Load(Detector detector, string path, Convention? convention = null)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".h5" or ".hdf5")
        {
            return MesoWeights.Load(detector, path);
        }
        using var scope = NewDisposeScope();
        var (tensors, trained) = Read(path, convention);
        if (detector is EfficientNet { Convention: var own } && own != trained)
        {
            var name = detector.Spec.Architecture;
            var other = name.EndsWith("-tf", StringComparison.Ordinal) ? name[..^3] : name + "-tf";
            throw LetheException.Usage(
                trained is null
                    ? $"{path} does not say whether its weights were trained with the padding of TensorFlow (timm's tf_efficientnet) "
                        + $"or of PyTorch: name the convention, or put timm's {Config} beside it."
                    : $"The weights in {path} were trained with the padding of {trained}, a {name} has that of {own}: take {other}."
            );
        }
        return Fill(detector, tensors, path);
    }

    /// <summary>Under the kit's names, in the caller's scope, with the convention they were trained with, null where nothing says
    /// it.</summary>
    internal static (IReadOnlyDictionary<string, Tensor> Tensors, Convention? Trained) Read(string path, Convention? convention = null)
    {
        var (tensors, metadata) = WeightFile.Read(path);
        var names = PretrainedNames.Translate(tensors.Keys);
        var translated = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            // The 1x1 kernels of Xception are matrices in the file of its first port.
            var isFlat = tensor.dim() == 2 && name.EndsWith(".pointwise.weight", StringComparison.Ordinal);
            if (!translated.TryAdd(names[name], isFlat ? tensor.unsqueeze(2).unsqueeze(3) : tensor))
            {
                throw LetheException.BadFile($"{path} holds {names[name]} twice, once as {name}.");
            }
        }
        convention ??= PretrainedNames.Trained(tensors.Keys);
        if (convention is null && (metadata.GetValueOrDefault("architecture") ?? Architecture(path)) is { } timm)
        {
            convention = timm.StartsWith("tf_", StringComparison.Ordinal) ? Convention.TensorFlow : Convention.PyTorch;
        }
        return (translated, convention);
    }

    /// <summary>Copies what fits; all or nothing but for the classifier.</summary>
    internal static WeightReport Fill(Detector detector, IReadOnlyDictionary<string, Tensor> tensors, string path)
    {
        using var noGrad = no_grad();
        var state = detector.state_dict();
        var head = detector
            .named_parameters()
            .Where(named => ReferenceEquals(named.parameter, detector.Head.weight) || ReferenceEquals(named.parameter, detector.Head.bias))
            .Select(static named => named.name)
            .ToHashSet();
        var found = state
            .Where(wanted => tensors.ContainsKey(wanted.Key))
            .ToLookup(wanted => tensors[wanted.Key].shape.SequenceEqual(wanted.Value.shape), static wanted => wanted.Key);
        string[] loaded = [.. found[true]],
            misshapen = [.. found[false]],
            missing =

            [
                // Batches are counted by nobody here.
                .. state.Keys.Where(name => !tensors.ContainsKey(name) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal)),
            ];
        if (missing.Concat(misshapen).Where(name => !head.Contains(name)).ToArray() is [_, ..] wrong)
        {
            var first = wrong
                .Take(3)
                .Select(name =>
                    tensors.TryGetValue(name, out var saved)
                        ? $"{name} [{string.Join(", ", saved.shape)}] instead of [{string.Join(", ", state[name].shape)}]"
                        : $"{name} (missing)"
                );
            throw LetheException.BadFile(
                $"{path} does not hold a {detector.Spec}: {wrong.Length} of its {state.Count} tensors are missing or of "
                    + $"another shape, first {string.Join(", ", first)}."
            );
        }
        foreach (var name in loaded)
        {
            state[name].copy_(tensors[name]);
        }
        return new(loaded, missing, [.. tensors.Keys.Where(name => !state.ContainsKey(name))], misshapen);
    }

    private static string? Architecture(string path)
    {
        var file = new FileInfo(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Config));
        if (!file.Exists)
        {
            return null;
        }
        try
        {
            using var json = JsonFile.Read(file.FullName, 1 << 20);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("architecture", out var name)
                && name.ValueKind == JsonValueKind.String
                ? name.GetString()
                : null;
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile($"{file.FullName} is not JSON: {error.Message}", error);
        }
    }
}
