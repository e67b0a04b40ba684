using Lethe.Training.Pickles;

namespace Lethe.Training;

/// <summary>A network's weights, from safetensors or PyTorch's own: the first bytes say which, not the name. Names come without what
/// wrappers put before them (<see cref="WeightNames"/>).</summary>
public static class WeightFile
{
    /// <summary>All tensors, on the CPU, in the caller's scope; no text comes with a file of PyTorch.</summary>
    /// <exception cref="LetheException">NotFound; BadFile: broken, of another kind, or with a tensor twice.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(string path)
    {
        var (tensors, metadata) = PickledWeights.IsFile(path) ? (PickledWeights.Read(path), []) : SafetensorsFile.Read(path);
        var bare = new Dictionary<string, Tensor>();
        foreach (var (name, tensor) in tensors)
        {
            if (!bare.TryAdd(WeightNames.Bare(name), tensor))
            {
                throw LetheException.BadFile($"{path}: a tensor comes twice, {WeightNames.Bare(name)}, once as {name}.");
            }
        }
        return (bare, metadata);
    }

    /// <summary>The same one after the other; each is gone when <paramref name="visit"/> returns, which is to see whether one comes
    /// twice.</summary>
    /// <exception cref="LetheException">As of <see cref="Read"/>.</exception>
    public static void ReadEach(string path, Action<string, Tensor> visit)
    {
        if (!PickledWeights.IsFile(path))
        {
            SafetensorsFile.ReadEach(path, (name, value) => visit(WeightNames.Bare(name), value));
            return;
        }
        using var scope = NewDisposeScope();
        foreach (var (name, value) in PickledWeights.Read(path))
        {
            visit(WeightNames.Bare(name), value);
        }
    }
}
