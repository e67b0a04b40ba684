using static TorchSharp.torch;

namespace Lethe.Training.Pickles;

/// <summary>Numbers that lie one after the other somewhere else in the file.</summary>
/// <param name="Key">Where, by the file's own name.</param>
/// <param name="Count">Numbers, not bytes; as the pickle says, to be compared with what is there.</param>
internal sealed record PickledStorage(string Key, ScalarType Type, long Count)
{
    private static readonly Dictionary<string, (ScalarType Type, int Bytes)> Types = new(StringComparer.Ordinal)
    {
        ["DoubleStorage"] = (ScalarType.Float64, 8),
        ["FloatStorage"] = (ScalarType.Float32, 4),
        ["HalfStorage"] = (ScalarType.Float16, 2),
        ["BFloat16Storage"] = (ScalarType.BFloat16, 2),
        ["LongStorage"] = (ScalarType.Int64, 8),
        ["IntStorage"] = (ScalarType.Int32, 4),
        ["ShortStorage"] = (ScalarType.Int16, 2),
        ["CharStorage"] = (ScalarType.Int8, 1),
        ["ByteStorage"] = (ScalarType.Byte, 1),
        ["BoolStorage"] = (ScalarType.Bool, 1),
        ["ComplexFloatStorage"] = (ScalarType.ComplexFloat32, 8),
        ["ComplexDoubleStorage"] = (ScalarType.ComplexFloat64, 16),
    };

    public static ScalarType? TypeOf(string name) => Types.TryGetValue(name, out var known) ? known.Type : null;

    /// <exception cref="InvalidDataException">More than are left.</exception>
    public long Bytes(long left)
    {
        var bytes = Types.Values.First(known => known.Type == Type).Bytes;
        return Count <= Math.Min(left, Array.MaxLength) / bytes
            ? Count * bytes
            : throw new InvalidDataException(
                $"storage {PickleSource.Shown(Key)} claims {Count} numbers of {bytes} bytes, where {left} bytes are left"
            );
    }

    /// <summary>Its numbers, on the CPU.</summary>
    /// <param name="left">Bytes that the stream can still give.</param>
    /// <exception cref="InvalidDataException">There are fewer, or they are no truth values where they should be.</exception>
    public Tensor Read(Stream stream, long left)
    {
        Bytes(left);
        var values = empty(Count, Type);
        var read = values.bytes;
        stream.ReadExactly(read);
        // Of another byte torch makes what it likes.
        return Type == ScalarType.Bool && read.ContainsAnyExceptInRange((byte)0, (byte)1)
            ? throw new InvalidDataException($"a truth value of storage {PickleSource.Shown(Key)} is neither 0 nor 1")
            : values;
    }
}
