using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Cli;

/// <summary>What <c>--device</c> means.</summary>
internal static class DeviceChoice
{
    public static IReadOnlyList<string> Names { get; } = ["auto", "cpu", "cuda"];

    /// <exception cref="LetheException">Torch does not load, there is no CUDA device, or the name means nothing.</exception>
    public static Device Parse(string name)
    {
        TorchRuntime.Load();
        return name switch
        {
            "auto" => cuda_is_available() ? CUDA : CPU,
            "cpu" => CPU,
            "cuda" when cuda_is_available() => CUDA,
            "cuda" => throw LetheException.NoDevice($"There is no CUDA device that this libtorch can use ({TorchRuntime.LibTorch?.Path}); leave out --device, or see `lethe doctor`."),
            _ => throw LetheException.Usage($"There is no device '{name}'. Known: {string.Join(", ", Names)}."),
        };
    }
}
