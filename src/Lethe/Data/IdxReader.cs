using System.Buffers.Binary;
using Lethe.Runtime;

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

    // Deflate cannot shrink more than this: a match of 258 bytes takes at least two bits.
    private const long HighestRatio = 1032;

    /// <exception cref="LetheException">No such file (<see cref="ExitCode.NotFound"/>), or not an intact IDX file
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static IdxArray Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Read(file, path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LetheException.NotFound($"There is no file {path}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <param name="source">Seekable: its length limits what the header may claim.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="LetheException">Not an intact IDX file (<see cref="ExitCode.BadFile"/>).</exception>
    public static IdxArray Read(Stream source, string name)
    {
        var zipped = source.ReadByte() == 0x1F && source.ReadByte() == 0x8B;
        source.Position = 0;
        try
        {
            if (!zipped)
            {
                return ReadPlain(source, source.Length, name);
            }
            using var unzipped = new WholeGzip(source);
            return ReadPlain(unzipped, source.Length * HighestRatio, name);
        }
        catch (InvalidDataException error)
        {
            throw Bad(name, $"its compression is damaged ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static IdxArray ReadPlain(Stream source, long mostBytes, string name)
    {
        Span<byte> header = stackalloc byte[4 + (4 * MostDimensions)];
        if (source.ReadAtLeast(header[..4], 4, throwOnEndOfStream: false) < 4 || header[0] != 0 || header[1] != 0)
        {
            throw Bad(name, "it does not start like an IDX file");
        }
        var (type, dimensions) = (header[2], header[3]);
        if (type != UnsignedByte || dimensions is 0 or > MostDimensions)
        {
            throw Bad(
                name,
                $"it has type {type} and {dimensions} dimensions, and only type {UnsignedByte} (unsigned byte) with 1 to "
                    + $"{MostDimensions} is read"
            );
        }
        if (source.ReadAtLeast(header[..(4 * dimensions)], 4 * dimensions, throwOnEndOfStream: false) < 4 * dimensions)
        {
            throw Bad(name, "it ends inside its header");
        }
        var shape = new int[dimensions];
        var count = 1L;
        for (var i = 0; i < dimensions; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * i)..]);
            // Each factor is below 2^32 and count at most 2^31 before it, so the product does not overflow.
            count *= size;
            if (size == 0 || count > Math.Min(mostBytes, Array.MaxLength))
            {
                throw Bad(name, $"its header claims {size} entries in dimension {i}, which a file of this length cannot hold");
            }
            shape[i] = (int)size;
        }
        var values = Values(source, (int)count, name);
        // Reading to the very end also lets gzip check its checksum.
        return source.ReadByte() < 0 ? new(shape, values) : throw Bad(name, $"it goes on after the {count} values its header claims");
    }

    // Room is made for what comes, not for what the header claims: a few bytes of gzip can claim a thousand times as many.
    private static byte[] Values(Stream source, int count, string name)
    {
        var (values, read) = (new byte[Math.Min(count, FirstRoom)], 0);
        while (read < count)
        {
            if (read == values.Length)
            {
                Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            }
            var more = source.Read(values, read, values.Length - read);
            read += more > 0 ? more : throw Bad(name, $"it is cut short: {read} of {count} values");
        }
        return values;
    }

    private static LetheException Bad(string name, string why, Exception? inner = null) =>
        LetheException.BadFile($"{name} is not an intact IDX file: {why}. Delete it and get it again.", inner);
}
