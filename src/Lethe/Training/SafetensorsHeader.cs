using System.Buffers.Binary;
using System.Text.Json;
using Lethe.Training.Pickles;

namespace Lethe.Training;

/// <summary>What stands before the values of a safetensors file.</summary>
/// <param name="Entries">In the order of their values, which follow each other without holes to the end of the file.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsHeader.Entry> Entries, Dictionary<string, string> Metadata)
{
    private const int MaxHeader = 100_000_000; // the format's own limit
    private const int MaxDimensions = 64; // torch's

    internal sealed record Entry(string Name, ScalarType Type, long[] Shape, long Start, long End);

    public static byte[] Bytes(IEnumerable<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string>? metadata, string path)
    {
        var header = new Dictionary<string, object>();
        if (metadata is { Count: > 0 })
        {
            header["__metadata__"] = metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal).ToDictionary();
        }
        var offset = 0L;
        foreach (var (name, value) in tensors)
        {
            var type =
                StoredNumbers.Name(value.dtype)
                ?? throw LetheException.Unwritable(
                    $"Cannot write {path}: '{name}' has the type {value.dtype}, which safetensors files of Lethe do not "
                        + $"have. Change its type first, for example with .to(float32)."
                );
            header[name] = new
            {
                dtype = type,
                value.shape,
                data_offsets = new[] { offset, offset += value.bytes.Length },
            };
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        // Values start at a multiple of eight bytes.
        var size = (json.Length + 7) / 8 * 8;
        var bytes = new byte[8 + size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, size);
        json.CopyTo(bytes, 8);
        bytes.AsSpan(8 + json.Length).Fill((byte)' ');
        return bytes;
    }

    /// <exception cref="InvalidDataException">It is none, or does not fit the file.</exception>
    /// <exception cref="LetheException">BadFile: a type that is not known.</exception>
    public static SafetensorsHeader Read(Stream file, string name)
    {
        Span<byte> number = stackalloc byte[8];
        file.ReadExactly(number);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(number);
        if (length > MaxHeader || (long)length > file.Length - 8)
        {
            throw new InvalidDataException($"its header claims {length} bytes, the file has {file.Length}");
        }
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        var header = Parse(bytes, name);
        var (position, values) = (0L, file.Length - 8 - bytes.Length);
        foreach (var entry in header.Entries)
        {
            position =
                entry.Start == position
                    ? entry.End
                    : throw new InvalidDataException(
                        $"the values of '{PickleSource.Shown(entry.Name)}' do not start where the previous ones end"
                    );
        }
        return position == values && header.Entries.DistinctBy(static entry => entry.Name).Count() == header.Entries.Count
            ? header
            : throw new InvalidDataException($"its header describes {position} bytes of values, the file has {values}");
    }

    private static SafetensorsHeader Parse(byte[] bytes, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var metadata = new Dictionary<string, string>();
            var entries = new List<Entry>();
            foreach (var property in Object(json.RootElement).EnumerateObject())
            {
                if (property.Name != "__metadata__")
                {
                    entries.Add(ReadEntry(property.Name, Object(property.Value), name));
                    continue;
                }
                foreach (var pair in Object(property.Value).EnumerateObject())
                {
                    metadata[pair.Name] =
                        pair.Value.ValueKind == JsonValueKind.String
                            ? pair.Value.GetString()!
                            : throw new InvalidDataException("its metadata holds something other than text");
                }
            }
            return new([.. entries.OrderBy(static entry => entry.Start).ThenBy(static entry => entry.End)], metadata);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"its header is not UTF-8 text ({error.Message})", error);
        }
    }

    private static Entry ReadEntry(string name, JsonElement json, string file)
    {
        try
        {
            var written = json.GetProperty("dtype").GetString();
            if (StoredNumbers.Named(written) is not { } type)
            {
                throw LetheException.BadFile(
                    $"{file} is not read: '{PickleSource.Shown(name)}' in it has the type {PickleSource.Shown($"{written}")}, which "
                        + $"Lethe does not read. Save it with another type, for example float32."
                );
            }
            var (shape, offsets) = (Numbers(json, "shape"), Numbers(json, "data_offsets"));
            // A zero among the sides makes the size 0, but the strides must still be numbers: so the other sides may not overflow either.
            var extent = shape.Aggregate((long)StoredNumbers.Bytes(type), static (product, side) => checked(product * Math.Max(1, side)));
            var size = shape.Contains(0) ? 0 : extent;
            return
                shape.Length <= MaxDimensions
                && shape.All(static side => side >= 0)
                && offsets is [>= 0 and var start, var end]
                && end >= start
                && end - start == size
                ? new(name, type, shape, start, end)
                : throw new InvalidDataException($"type, shape and place of '{PickleSource.Shown(name)}' do not agree");
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"the entry '{PickleSource.Shown(name)}' makes no sense ({error.Message})", error);
        }
    }

    private static long[] Numbers(JsonElement json, string property) =>
        [.. json.GetProperty(property).EnumerateArray().Select(static number => number.GetInt64())];

    private static JsonElement Object(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element : throw new InvalidDataException("its header is not a JSON object of objects");
}
