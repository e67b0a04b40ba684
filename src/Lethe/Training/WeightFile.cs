using Lethe.Runtime;
using Lethe.Training.Pickles;
using static TorchSharp.torch;

namespace Lethe.Training;

/// <summary>A network's weights from a file of either kind, safetensors or PyTorch's own: its first bytes say which, not its name. Names
/// come without what wrappers put before them (<see cref="WeightNames"/>).</summary>
public static class WeightFile
{
    /// <summary>All tensors, on the CPU; they belong to the caller's scope. The text beside them is empty in a file of PyTorch.</summary>
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

    /// <summary>The same one after the other; each is gone when <paramref name="visit"/> returns. A tensor that comes twice is for the
    /// caller to see.</summary>
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
