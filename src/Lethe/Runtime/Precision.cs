namespace Lethe.Runtime;

/// <summary>The type of a network's arithmetic: its weights, normalisation statistics and losses are float32 either way.</summary>
public enum Precision
{
    Float32,
    BFloat16,
}

/// <summary>What a <see cref="Precision"/> means to torch, and which one fits a machine.</summary>
public static class Precisions
{
    public static ScalarType Type(this Precision precision) => precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>bfloat16 where the hardware has it, else float32.</summary>
    public static Precision Fastest(Device device) =>
        device.type == TorchSharp.DeviceType.CUDA || Processor.HasBFloat16 ? Precision.BFloat16 : Precision.Float32;

    /// <exception cref="LetheException">Usage: no such name.</exception>
    public static Precision Parse(string name, Device device) =>
        name switch
        {
            "auto" => Fastest(device),
            "float32" => Precision.Float32,
            "bfloat16" => Precision.BFloat16,
            _ => throw LetheException.Usage($"There is no precision '{name}'. Known: auto, float32, bfloat16."),
        };

    public static string Name(this Precision precision) => precision == Precision.BFloat16 ? "bfloat16" : "float32";
}
