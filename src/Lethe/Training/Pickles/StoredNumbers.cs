namespace Lethe.Training.Pickles;

/// <summary>Types of numbers as files have them.</summary>
internal static class StoredNumbers
{
    private static readonly (ScalarType Type, int Bytes, string Safetensors, string Storage)[] Types =
    [
        (ScalarType.Float64, 8, "F64", "DoubleStorage"),
        (ScalarType.Float32, 4, "F32", "FloatStorage"),
        (ScalarType.Float16, 2, "F16", "HalfStorage"),
        (ScalarType.BFloat16, 2, "BF16", "BFloat16Storage"),
        (ScalarType.ComplexFloat32, 8, "C64", "ComplexFloatStorage"),
        (ScalarType.ComplexFloat64, 16, "", "ComplexDoubleStorage"),
        (ScalarType.Int64, 8, "I64", "LongStorage"),
        (ScalarType.Int32, 4, "I32", "IntStorage"),
        (ScalarType.Int16, 2, "I16", "ShortStorage"),
        (ScalarType.Int8, 1, "I8", "CharStorage"),
        (ScalarType.Byte, 1, "U8", "ByteStorage"),
        (ScalarType.Bool, 1, "BOOL", "BoolStorage"),
    ];

    public static int Bytes(ScalarType type) => Types.First(known => known.Type == type).Bytes;

    /// <summary>What safetensors files call a type; null for one that they lack.</summary>
    public static string? Name(ScalarType type) =>
        Types.FirstOrDefault(known => known.Type == type).Safetensors is { Length: > 0 } name ? name : null;

    /// <summary>The type of that name in safetensors files; null for none.</summary>
    public static ScalarType? Named(string? name) => Find(known => known.Safetensors == name && name.Length > 0);

    /// <summary>The type of the numbers in one of torch's storage classes; null for another class.</summary>
    public static ScalarType? Stored(string name) => Find(known => known.Storage == name);

    /// <summary>Reads a tensor to the CPU.</summary>
    /// <exception cref="InvalidDataException">Truth values that are none.</exception>
    public static Tensor Read(Stream file, long[] shape, ScalarType type, string what)
    {
        var values = empty(shape, type);
        var bytes = values.bytes;
        file.ReadExactly(bytes);
        // Of another byte torch makes what it likes.
        return type == ScalarType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1)
            ? throw new InvalidDataException($"a truth value of {PickleSource.Shown(what)} is neither 0 nor 1")
            : values;
    }

    private static ScalarType? Find(Func<(ScalarType Type, int Bytes, string Safetensors, string Storage), bool> wanted) =>
        Types.Where(wanted).Select(static known => (ScalarType?)known.Type).FirstOrDefault();
}
