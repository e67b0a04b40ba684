using Lethe.Training;

namespace Lethe.Detection.Detectors;

/// <summary>Reads the weights of MesoNet's authors (Keras, HDF5: rows x columns x input x output kernels, input x output matrices): only
/// numbers, only those the network asks for, and only in the shapes it has.</summary>
public static class MesoWeights
{
    private const int MaxBytes = 16 << 20; // the authors' have 200 KB

    private static readonly (string Keras, string Torch)[] Affine = [("kernel:0", "weight"), ("bias:0", "bias")],
        Norm = [("gamma:0", "weight"), ("beta:0", "bias"), ("moving_mean:0", "running_mean"), ("moving_variance:0", "running_var")];

    /// <param name="detector">A <c>mesonet4</c> or <c>mesoinception4</c>; left as it is if anything is wrong.</param>
    /// <exception cref="LetheException">Another detector, no such file, or not its weights.</exception>
    public static WeightReport Load(Detector detector, string path)
    {
        if (detector is not MesoNet)
        {
            throw LetheException.Usage($"Keras files are read for mesonet4 and mesoinception4 only, not for {detector.Spec}.");
        }
        using var scope = NewDisposeScope();
        var weights = ForeignFile.Read(path, $"is not a Keras file of a {detector.Spec}", file => Read(file, detector));
        return PretrainedWeights.Fill(detector, weights, path);
    }

    private static Dictionary<string, Tensor> Read(FileStream stream, Detector detector)
    {
        if (stream.Length > MaxBytes)
        {
            throw new InvalidDataException($"it has {stream.Length} bytes, a MesoNet less than {MaxBytes}");
        }
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var file = new Hdf5File(bytes);
        var root = file.Members(file.Root).GetValueOrDefault("model_weights", file.Root); // a whole model, or its weights alone
        var names = file.Members(root).Keys;
        var state = detector.state_dict();
        return new[] { Layers("conv2d", "conv", Affine), Layers("batch_normalization", "bn", Norm), Layers("dense", "fc", Affine) }
            .SelectMany(static layers => layers)
            .ToDictionary(StringComparer.Ordinal);

        // Keras numbers the layers of a kind as they are made, in the network's own order.
        IEnumerable<(string, Tensor)> Layers(string kind, string prefix, (string Keras, string Torch)[] parts)
        {
            string[] theirs = [.. names.Where(name => Number(name, kind) >= 0).OrderBy(name => Number(name, kind))];
            var ours = state
                .Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(static key => key[..key.LastIndexOf('.')])
                .Distinct()
                .ToArray();
            if (theirs.Length != ours.Length)
            {
                throw new InvalidDataException($"it has {theirs.Length} layers of the kind {kind}, the network {ours.Length}");
            }
            return from pair in theirs.Zip(ours)
                from part in parts
                let key = $"{pair.Second}.{part.Torch}"
                select (key, Values(file.Floats(root, pair.First, pair.First, part.Keras), state[key], key));
        }
    }

    private static Tensor Values((long[] Shape, float[] Values) array, Tensor wanted, string key)
    {
        long[] order = wanted.dim() switch
        {
            4 => [3, 2, 0, 1],
            2 => [1, 0],
            _ => [0],
        };
        var shape = array.Shape;
        return shape.Length == order.Length && order.Select(axis => shape[axis]).SequenceEqual(wanted.shape)
            ? tensor(array.Values).reshape(shape).permute(order)
            : throw new InvalidDataException(
                $"{key} is [{string.Join(", ", shape)}] there, wanted are numbers that make [{string.Join(", ", wanted.shape)}]"
            );
    }

    // 5 of conv2d_5, 0 of conv2d, -1 of another kind
    private static int Number(string name, string kind) =>
        name == kind ? 0
        : name.StartsWith(kind + "_", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(kind.Length + 1), NumberStyles.None, null, out var number)
            ? number
        : -1;
}
