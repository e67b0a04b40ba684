using static TorchSharp.torch;

namespace Lethe.Training;

/// <summary>What a file of PyTorch holds, read but not put together.</summary>
/// <param name="Root">Of the pickle.</param>
/// <param name="Storages">The numbers, by key, in the caller's scope.</param>
internal sealed record PickledContents(object? Root, IReadOnlyDictionary<string, Tensor> Storages);
