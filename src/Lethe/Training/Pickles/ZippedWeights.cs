using System.IO.Compression;

namespace Lethe.Training.Pickles;

/// <summary>The form that <c>torch.save</c> has written since version 1.6: a ZIP archive, nothing in it compressed, of a folder with
/// <c>data.pkl</c>, <c>data/KEY</c> for every storage and <c>byteorder</c>.</summary>
internal static class ZippedWeights
{
    private const int MaxPickle = 64 << 20;
    private const string Pickle = "data.pkl";

    public static ReadOnlySpan<byte> Magic => "PK\x03\x04"u8;

    public static Dictionary<string, Tensor> Read(Stream file)
    {
        try
        {
            return ReadArchive(file);
        }
        // What .NET's reader says of damaged directories besides.
        catch (Exception error) when (error is NotSupportedException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    private static Dictionary<string, Tensor> ReadArchive(Stream file)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var names = archive.Entries.Select(static entry => entry.FullName).ToList();
        if (names.CountBy(static name => name).FirstOrDefault(static name => name.Value > 1) is { Key: { } twice })
        {
            throw new InvalidDataException($"{PickleSource.Shown(twice)} comes twice in it");
        }
        var pickles = names.Where(static name => name.Split('/') is [_, Pickle]).ToArray();
        var folder = pickles is [var only]
            ? only[..^Pickle.Length]
            : throw new InvalidDataException($"it has {pickles.Length} files {Pickle} instead of one");
        var left = file.Length;
        if (archive.GetEntry($"{folder}byteorder") is { } order && !"little"u8.SequenceEqual(Bytes(order, 16, ref left)))
        {
            throw new InvalidDataException("its numbers do not have the least significant byte first");
        }
        using var pickle = new MemoryStream(Bytes(archive.GetEntry(only)!, MaxPickle, ref left), writable: false);
        var machine = new PickleMachine(pickle);
        var named = StateDict.Of(machine.Run());
        if (pickle.Position != pickle.Length)
        {
            throw new InvalidDataException("something follows its pickle");
        }
        var storages = new Dictionary<string, Tensor>();
        foreach (var storage in StateDict.Storages(named).Select(key => machine.Storages[key]))
        {
            var entry =
                archive.GetEntry($"{folder}data/{storage.Key}")
                ?? throw new InvalidDataException($"storage {PickleSource.Shown(storage.Key)} is not in it");
            var length = Claimed(entry, long.MaxValue, ref left);
            using var numbers = entry.Open();
            var values = storage.Read(numbers, length);
            storages.Add(
                storage.Key,
                values.bytes.Length == length
                    ? values
                    : throw new InvalidDataException(
                        $"storage {PickleSource.Shown(storage.Key)} has {length} bytes, its tensors say {values.bytes.Length}"
                    )
            );
        }
        return StateDict.Over(named, storages);
    }

    private static byte[] Bytes(ZipArchiveEntry entry, long limit, ref long left)
    {
        var bytes = new byte[Claimed(entry, limit, ref left)];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    // All entries together are not larger than the file, even where they claim the same place in it.
    private static long Claimed(ZipArchiveEntry entry, long limit, ref long left)
    {
        if (entry.Length != entry.CompressedLength || entry.IsEncrypted)
        {
            throw new InvalidDataException($"{PickleSource.Shown(entry.FullName)} in it is compressed, which PyTorch never does");
        }
        left -= entry.Length;
        return left >= 0 && entry.Length <= limit
            ? entry.Length
            : throw new InvalidDataException($"{PickleSource.Shown(entry.FullName)} in it claims {entry.Length} bytes");
    }
}
