using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text.Json;
using Lethe.Runtime;
using Lethe.Training.Pickles;
using static TorchSharp.torch;

namespace Lethe.Training;

/// <summary>
/// Tensors in a file that cannot execute anything: eight bytes of header length, a JSON header, raw little-endian values
/// (huggingface/safetensors). No size in the header is believed before it has been compared with the file.
/// </summary>
public static class SafetensorsFile
{
    private const int MaxHeader = 100_000_000; // the format's own limit
    private const int MaxDimensions = 64; // torch's

    private static readonly (ScalarType Type, string Name, int Bytes)[] Types =
    [
        (ScalarType.Float64, "F64", 8),
        (ScalarType.Float32, "F32", 4),
        (ScalarType.Float16, "F16", 2),
        (ScalarType.BFloat16, "BF16", 2),
        (ScalarType.ComplexFloat32, "C64", 8),
        (ScalarType.Int64, "I64", 8),
        (ScalarType.Int32, "I32", 4),
        (ScalarType.Int16, "I16", 2),
        (ScalarType.Int8, "I8", 1),
        (ScalarType.Byte, "U8", 1),
        (ScalarType.Bool, "BOOL", 1),
    ];

    /// <summary>Writes through a temporary file beside <paramref name="path"/>: a reader sees the old file or the new one, never
    /// half.</summary>
    /// <param name="metadata">Free text beside the tensors.</param>
    /// <exception cref="LetheException">The file cannot be written (<see cref="ExitCode.Unwritable"/>); nor can a tensor of a type that the
    /// format lacks.</exception>
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var plain = tensors
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => (pair.Key, Value: pair.Value.detach().cpu().contiguous()))
            .ToList();
        var header = Header(plain, metadata, path);
        WholeFile.Write(
            path,
            "",
            file =>
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
                file.Write(length);
                file.Write(header);
                foreach (var (_, value) in plain)
                {
                    file.Write(value.bytes);
                }
            }
        );
    }

    /// <summary>All tensors of a file, on the CPU; they belong to the caller's scope.</summary>
    /// <exception cref="LetheException">Missing, truncated, or not such a file.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20);
            return Read(file, path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LetheException.NotFound($"There is no file {path}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message}", error);
        }
    }

    /// <summary>The tensors of a file one after the other, on the CPU; each is gone when <paramref name="visit"/> returns. The file is
    /// mapped into memory, not read as a whole.</summary>
    /// <exception cref="LetheException">Missing, truncated, or not such a file.</exception>
    public static void ReadEach(string path, Action<string, Tensor> visit)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length == 0)
            {
                throw new InvalidDataException("it is empty");
            }
            using var mapped = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            using var file = mapped.CreateViewStream(0, length, MemoryMappedFileAccess.Read);
            foreach (var entry in ReadHeader(file).Entries)
            {
                using var scope = NewDisposeScope();
                visit(entry.Name, Values(file, entry));
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LetheException.NotFound($"There is no file {path}.");
        }
        catch (NotSupportedException error)
        {
            throw LetheException.BadFile($"{path} is not read: {error.Message}", error);
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or EndOfStreamException)
        {
            throw LetheException.BadFile($"{path} is not a whole safetensors file: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message}", error);
        }
    }

    /// <summary>Likewise, of a stream whose length is known.</summary>
    /// <param name="name">For messages.</param>
    internal static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(Stream file, string name)
    {
        try
        {
            var (entries, metadata) = ReadHeader(file);
            using var scope = NewDisposeScope();
            var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                tensors.Add(entry.Name, Values(file, entry));
            }
            foreach (var value in tensors.Values)
            {
                value.MoveToOuterDisposeScope();
            }
            return (tensors, metadata);
        }
        catch (NotSupportedException error)
        {
            throw LetheException.BadFile($"{name} is not read: {error.Message}", error);
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or EndOfStreamException)
        {
            throw LetheException.BadFile($"{name} is not a whole safetensors file: {error.Message}", error);
        }
    }

    private static Tensor Values(Stream file, Entry entry)
    {
        var value = empty(entry.Shape, entry.Type);
        var bytes = value.bytes;
        file.ReadExactly(bytes);
        // Of another byte torch makes what it likes.
        return entry.Type == ScalarType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1)
            ? throw new InvalidDataException($"a truth value of '{PickleSource.Shown(entry.Name)}' is neither 0 nor 1")
            : value;
    }

    private static byte[] Header(List<(string Key, Tensor Value)> tensors, IReadOnlyDictionary<string, string>? metadata, string path)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }
                json.WriteEndObject();
            }
            var offset = 0L;
            foreach (var (key, value) in tensors)
            {
                json.WriteStartObject(key);
                json.WriteString(
                    "dtype",
                    Types.FirstOrDefault(type => type.Type == value.dtype).Name
                        ?? throw LetheException.Unwritable(
                            $"Cannot write {path}: '{key}' has the type {value.dtype}, which safetensors files of Lethe do not "
                                + $"have. Change its type first, for example with .to(float32)."
                        )
                );
                json.WriteStartArray("shape");
                foreach (var side in value.shape)
                {
                    json.WriteNumberValue(side);
                }
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += value.bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Values start at a multiple of eight bytes.
        stream.Write(
            new byte[(8 - (stream.Length % 8)) % 8]
                .Select(static _ => (byte)' ')
                .ToArray()
        );
        return stream.ToArray();
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) ReadHeader(Stream file)
    {
        Span<byte> lengthBytes = stackalloc byte[8];
        file.ReadExactly(lengthBytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > MaxHeader || (long)length > file.Length - 8)
        {
            throw new InvalidDataException($"its header claims {length} bytes, the file has {file.Length}");
        }
        var header = new byte[length];
        file.ReadExactly(header);
        var (entries, metadata) = ParseHeader(header);
        // Values follow each other without holes or overlaps, to the end of the file; so no entry can claim more than there is.
        entries.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End.CompareTo(b.End));
        var position = 0L;
        foreach (var entry in entries)
        {
            position =
                entry.Start == position
                    ? entry.End
                    : throw new InvalidDataException(
                        $"the values of '{PickleSource.Shown(entry.Name)}' do not start where the previous ones end"
                    );
        }
        return
            position == file.Length - 8 - (long)length
            && entries.Select(static e => e.Name).Distinct(StringComparer.Ordinal).Count() == entries.Count
            ? (entries, metadata)
            : throw new InvalidDataException(
                $"its header describes {position} bytes of values, the file has {file.Length - 8 - (long)length}"
            );
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) ParseHeader(byte[] header)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<Entry>();
            foreach (var property in Object(json.RootElement).EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    foreach (var pair in Object(property.Value).EnumerateObject())
                    {
                        metadata[pair.Name] =
                            pair.Value.ValueKind == JsonValueKind.String
                                ? pair.Value.GetString()!
                                : throw new InvalidDataException("its metadata holds something other than text");
                    }
                }
                else
                {
                    entries.Add(ReadEntry(property.Name, Object(property.Value)));
                }
            }
            return (entries, metadata);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"its header is not UTF-8 text ({error.Message})", error);
        }
    }

    private static Entry ReadEntry(string name, JsonElement json)
    {
        try
        {
            var written = json.GetProperty("dtype").GetString();
            var (type, _, bytes) = Types.FirstOrDefault(type => type.Name == written);
            if (bytes == 0 && written is not null)
            {
                throw new NotSupportedException(
                    $"'{PickleSource.Shown(name)}' in it has the type {PickleSource.Shown(written)}, which Lethe does not "
                        + $"read. Save it with another type, for example float32."
                );
            }
            var shape = json.GetProperty("shape").EnumerateArray().Select(static side => side.GetInt64()).ToArray();
            var offsets = json.GetProperty("data_offsets").EnumerateArray().Select(static offset => offset.GetInt64()).ToArray();
            // A zero among the sides makes the size 0, but the strides must still be numbers: so the other sides may not overflow either.
            var extent = shape.Aggregate((long)bytes, static (product, side) => checked(product * Math.Max(1, side)));
            var size = shape.Contains(0) ? 0 : extent;
            return
                bytes > 0
                && shape.Length <= MaxDimensions
                && shape.All(static side => side >= 0)
                && offsets.Length == 2
                && offsets[0] >= 0
                && offsets[1] >= offsets[0]
                && offsets[1] - offsets[0] == size
                ? new(name, type, shape, offsets[0], offsets[1])
                : throw new InvalidDataException($"type, shape and place of '{PickleSource.Shown(name)}' do not agree");
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"the entry '{PickleSource.Shown(name)}' makes no sense ({error.Message})", error);
        }
    }

    private static JsonElement Object(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element : throw new InvalidDataException("its header is not a JSON object of objects");

    private sealed record Entry(string Name, ScalarType Type, long[] Shape, long Start, long End);
}
