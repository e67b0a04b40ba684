namespace Lethe.Training.Pickles;

/// <summary>Numbers that lie one after the other somewhere else in the file.</summary>
/// <param name="Count">As the pickle says, to be compared with what is there.</param>
internal sealed record PickledStorage(string Key, ScalarType Type, long Count)
{
    /// <exception cref="InvalidDataException">More than are left.</exception>
    public long Bytes(long left)
    {
        var bytes = StoredNumbers.Bytes(Type);
        return Count <= Math.Min(left, Array.MaxLength) / bytes
            ? Count * bytes
            : throw new InvalidDataException(
                $"storage {PickleSource.Shown(Key)} claims {Count} numbers of {bytes} bytes, where {left} bytes are left"
            );
    }

    /// <param name="left">Bytes that the stream can still give.</param>
    /// <exception cref="InvalidDataException">There are fewer, or no truth values where they should be.</exception>
    public Tensor Read(Stream stream, long left)
    {
        Bytes(left);
        return StoredNumbers.Read(stream, [Count], Type, $"storage {Key}");
    }
}
