using System.Diagnostics;
using TorchSharp;

namespace Lethe.Runtime;

/// <summary>Where tensors live and are computed.</summary>
public static class Devices
{
    /// <param name="name"><c>auto</c> (CUDA if there is any), <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <exception cref="LetheException">NoDevice; Usage: no such name.</exception>
    public static Device Parse(string name)
    {
        var device = Named(name);
        if (device.type == DeviceType.CUDA && (!cuda.is_available() || device.index >= cuda.device_count()))
        {
            throw LetheException.NoDevice(
                $"There is no {name} on this machine "
                    + $"({(cuda.is_available() ? $"{cuda.device_count()} CUDA devices" : "this libtorch sees no CUDA device")}). "
                    + $"Use --device cpu; for a GPU build with -p:Torch=cuda or point {LibTorchFolder.Variable} at a CUDA "
                    + $"PyTorch, and see `lethe doctor`."
            );
        }
        return device;
    }

    /// <summary>As <see cref="Parse"/>, but the device may be another machine's: to plan for it.</summary>
    /// <exception cref="LetheException">Usage: no such name.</exception>
    public static Device Named(string name)
    {
        TorchRuntime.Load();
        var index = 0;
        return name == "cpu" || (name == "auto" && !cuda.is_available()) ? CPU
            : name is "auto" or "cuda"
            || (name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), out index) && index >= 0)
                ? new(DeviceType.CUDA, index)
            : throw LetheException.Usage($"There is no device '{name}'. Known: auto, cpu, cuda, cuda:N.");
    }

    /// <summary>The name of the GPU and its host, for a record; null for the CPU.</summary>
    public static string? Hardware(Device device)
    {
        var cards = Cards();
        return device.type == DeviceType.CUDA
            ? $"{(cards.Count > 0 ? cards[Math.Min(device.index, cards.Count - 1)] : "CUDA device")}, host {Processor.Describe()}"
            : null;
    }

    /// <summary>The NVIDIA cards that the driver knows, by bus address; TorchSharp tells their number alone. Empty without a driver, or not
    /// on Linux.</summary>
    public static IReadOnlyList<string> Cards()
    {
        const string Driver = "/proc/driver/nvidia/gpus",
            Model = "Model:";
        try
        {
            return
            [
                .. from card in (Directory.Exists(Driver) ? Directory.GetDirectories(Driver) : []).Order(StringComparer.Ordinal)
                from line in File.ReadLines(Path.Combine(card, "information"))
                where line.StartsWith(Model, StringComparison.Ordinal)
                select line[Model.Length..].Trim(),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Seconds that <paramref name="work"/> takes, waiting for the device before and after.</summary>
    public static double Time(Device device, Action work)
    {
        Wait(device);
        var start = Stopwatch.GetTimestamp();
        work();
        Wait(device);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Wait(Device device)
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize();
        }
    }
}
