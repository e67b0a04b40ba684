using static TorchSharp.torch;

namespace Lethe.Training.Pickles;

/// <summary>What a file of PyTorch holds, read but not put together.</summary>
/// <param name="Named">The tensors of its state_dict.</param>
/// <param name="Storages">Their numbers, by key, in the caller's scope.</param>
internal sealed record PickledContents(IReadOnlyDictionary<string, PickledTensor> Named, IReadOnlyDictionary<string, Tensor> Storages)
{
    /// <summary>The keys of the storages that tensors lie in; an optimiser's, which may be twice as large, are not read.</summary>
    public static HashSet<string> Wanted(IReadOnlyDictionary<string, PickledTensor> named) =>
        [.. named.Values.Select(static tensor => tensor.Storage.Key)];
}
