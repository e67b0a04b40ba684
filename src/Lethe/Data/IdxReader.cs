using System.Buffers.Binary;

namespace Lethe.Data;

/// <summary>
/// Reads IDX files of unsigned bytes, gzipped or plain: two zero bytes, a type byte (8), the number of dimensions,
/// each size as a big-endian 32-bit number, then the values (LeCun's MNIST page).
/// </summary>
public static class IdxReader
{
    private const int UnsignedByte = 8;
    private const int MostDimensions = 4;
    private const int FirstRoom = 1 << 20; // bytes
    private const string Fault = "is not an intact IDX file",
        Advice = "Delete it and get it again.";

    // Deflate cannot shrink more than this: a match of 258 bytes takes at least two bits.
    private const long HighestRatio = 1032;

    /// <exception cref="LetheException">NotFound; BadFile.</exception>
    public static IdxArray Read(string path) => ForeignFile.Read(path, Fault, Read, Advice);

    /// <param name="source">Seekable: its length limits what the header may claim.</param>
    /// <exception cref="LetheException">BadFile.</exception>
    public static IdxArray Read(Stream source, string name) => ForeignFile.Checked(name, Fault, () => Read(source), Advice);

    private static IdxArray Read(Stream source)
    {
        var zipped = source.ReadByte() == 0x1F && source.ReadByte() == 0x8B;
        source.Position = 0;
        if (!zipped)
        {
            return ReadPlain(source, source.Length);
        }
        using var unzipped = new WholeGzip(source);
        return ReadPlain(unzipped, source.Length * HighestRatio);
    }

    private static IdxArray ReadPlain(Stream source, long mostBytes)
    {
        Span<byte> header = stackalloc byte[4 * MostDimensions];
        source.ReadExactly(header[..4]);
        if (header is not [0, 0, UnsignedByte, >= 1 and <= MostDimensions and var dimensions, ..])
        {
            throw Bad(
                header[0] != 0 || header[1] != 0
                    ? "it does not start like an IDX file"
                    : $"it has type {header[2]} and {header[3]} dimensions, and only type {UnsignedByte} (unsigned byte) with 1 to "
                        + $"{MostDimensions} is read"
            );
        }
        source.ReadExactly(header[..(4 * dimensions)]);
        var shape = new int[dimensions];
        var count = 1L;
        for (var i = 0; i < dimensions; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * i)..]);
            // Each factor is below 2^32 and count at most 2^31 before it, so the product does not overflow.
            count *= size;
            if (size == 0 || count > Math.Min(mostBytes, Array.MaxLength))
            {
                throw Bad($"its header claims {size} entries in dimension {i}, which a file of this length cannot hold");
            }
            shape[i] = (int)size;
        }
        var values = Values(source, (int)count);
        // Reading to the very end also lets gzip check its checksum.
        return source.ReadByte() < 0 ? new(shape, values) : throw Bad($"it goes on after the {count} values its header claims");
    }

    // Room is made for what comes, not for what the header claims: a few bytes of gzip can claim a thousand times as many.
    private static byte[] Values(Stream source, int count)
    {
        var (values, read) = (new byte[Math.Min(count, FirstRoom)], 0);
        while (read < count)
        {
            if (read == values.Length)
            {
                Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            }
            var more = source.Read(values, read, values.Length - read);
            read += more > 0 ? more : throw Bad($"it is cut short: {read} of {count} values");
        }
        return values;
    }

    private static InvalidDataException Bad(string why) => new(why);
}
