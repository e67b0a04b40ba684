using Lethe.Training;
using Lethe.Training.Pickles;
using PureHDF;

namespace Lethe.Detection.Detectors;

/// <summary>Reads the weights of MesoNet's authors (Keras, HDF5: rows x columns x input x output kernels, input x output matrices): only
/// numbers, only those the network asks for, and only in the shapes it has. A link in the file to another HDF5 file on this machine is
/// followed; what comes from there has to fit as well.</summary>
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
        return PretrainedWeights.Fill(detector, Read(detector, path), path);
    }

    private static Dictionary<string, Tensor> Read(Detector detector, string path)
    {
        var bytes = Bytes(path);
        try
        {
            using var file = H5File.Open(new MemoryStream(bytes, writable: false));
            var root = file.LinkExists("model_weights") ? file.Group("model_weights") : file; // a whole model, or its weights alone
            var names = root.Children().Select(static child => child.Name).ToArray();
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
                    throw LetheException.BadFile(
                        $"{path} does not hold a {detector.Spec}: it has {theirs.Length} layers of the kind {kind}, the "
                            + $"network {ours.Length}."
                    );
                }
                return from pair in theirs.Zip(ours)
                    from part in parts
                    let key = $"{pair.Second}.{part.Torch}"
                    select (key, Values(root.Dataset($"{pair.First}/{pair.First}/{part.Keras}"), state[key], key, path));
            }
        }
        // The reader says what it finds wrong with exceptions of any kind.
        catch (Exception error) when (error is not (LetheException or OutOfMemoryException))
        {
            throw LetheException.BadFile($"{path} is not a Keras file of a {detector.Spec}: {PickleSource.Shown(error.Message)}", error);
        }
    }

    private static Tensor Values(IH5Dataset values, Tensor wanted, string key, string path)
    {
        long[] shape = [.. values.Space.Dimensions.Select(static side => (long)side)];
        long[] order = wanted.dim() switch
        {
            4 => [3, 2, 0, 1],
            2 => [1, 0],
            _ => [0],
        };
        return
            shape.Length == order.Length
            && order.Select(axis => shape[axis]).SequenceEqual(wanted.shape)
            && values.Type.Class == H5DataTypeClass.FloatingPoint
            && values.Type.Size == sizeof(float)
            && values.Layout.Class is H5DataLayoutClass.Compact or H5DataLayoutClass.Contiguous
            ? tensor(values.Read<float[]>()).reshape(shape).permute(order)
            : throw LetheException.BadFile(
                $"{path}: {key} is [{string.Join(", ", shape)}] there, wanted are plain float32 numbers that make "
                    + $"[{string.Join(", ", wanted.shape)}]."
            );
    }

    // 5 of conv2d_5, 0 of conv2d, -1 of another kind
    private static int Number(string name, string kind) =>
        name == kind ? 0
        : name.StartsWith(kind + "_", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(kind.Length + 1), NumberStyles.None, null, out var number)
            ? number
        : -1;

    private static byte[] Bytes(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxBytes)
            {
                throw LetheException.BadFile($"{path} has {file.Length} bytes; a MesoNet has less than {MaxBytes}.");
            }
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LetheException.NotFound($"There is no file {path}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message}", error);
        }
    }
}
