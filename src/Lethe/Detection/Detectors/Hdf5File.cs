using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Lethe.Detection.Detectors;

/// <summary>Arrays of float32 in an HDF5 file of the classic layout that Keras writes: superblock 0, groups as symbol tables, object
/// headers of version 1, the numbers of an array in one piece. Every place and length that the file claims is looked up in its own bytes,
/// so that a damaged file costs little more than its size. Source: HDF5 File Format Specification, version 3.</summary>
internal sealed class Hdf5File
{
    // Kinds of messages in an object's header.
    private const int Dataspace = 0x01,
        Datatype = 0x03,
        DataLayout = 0x08,
        Continuation = 0x10,
        SymbolTable = 0x11;

    private const int MostParts = 4096, // of a header or a group; Keras' have dozens
        LongestName = 256;

    private readonly byte[] bytes;

    /// <exception cref="InvalidDataException">Not HDF5, or of another layout.</exception>
    public Hdf5File(byte[] bytes)
    {
        this.bytes = bytes;
        if (bytes is not [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10, ..])
        {
            throw new InvalidDataException("it is not HDF5");
        }
        if ((At(8, 1)[0], At(13, 1)[0], At(14, 1)[0]) != (0, 8, 8)) // version, bytes of an offset, bytes of a length
        {
            throw new InvalidDataException("it is HDF5 of a newer layout than Keras writes (in h5py: libver='earliest')");
        }
        Root = Long(64);
    }

    /// <summary>Where the header of the outermost group lies.</summary>
    public long Root { get; }

    /// <summary>Names of what lies in a group, and where the header of each is; links to other places are left out.</summary>
    /// <exception cref="InvalidDataException">No group, or damaged.</exception>
    public IReadOnlyDictionary<string, long> Members(long group)
    {
        var table = Message(group, SymbolTable, "a group");
        var heap = Signed(Long(table + 8), "HEAP"u8);
        var members = new Dictionary<string, long>(StringComparer.Ordinal);
        var nodes = new Queue<long>([Long(table)]);
        var parts = 0;
        while (nodes.TryDequeue(out var node))
        {
            var count = Short(node + 6);
            if ((parts += 1 + count) > MostParts)
            {
                throw new InvalidDataException("a group in it has too many parts");
            }
            if (At(node, 4).SequenceEqual("TREE"u8))
            {
                for (var i = 0; i < count; i++)
                {
                    nodes.Enqueue(Long(node + 32 + (16 * i))); // a header of 24 bytes; a key before each child
                }
                continue;
            }
            Signed(node, "SNOD"u8);
            for (var i = 0; i < count; i++)
            {
                var entry = node + 8 + (40 * i);
                if (Int(entry + 16) != 2) // a link
                {
                    members[Name(heap, Long(entry))] = Long(entry + 8);
                }
            }
        }
        return members;
    }

    /// <summary>The array at the end of a path of names from a group.</summary>
    /// <exception cref="InvalidDataException">No such array, not plain float32 in one piece, or damaged.</exception>
    public (long[] Shape, float[] Values) Floats(long group, params ReadOnlySpan<string> path)
    {
        var header = group;
        foreach (var name in path)
        {
            header = Members(header).TryGetValue(name, out var next)
                ? next
                : throw new InvalidDataException($"it has no {string.Join('/', path)}");
        }
        var shape = Shape(Message(header, Dataspace, "an array"));
        var size = (long)sizeof(float);
        foreach (var side in shape)
        {
            size = side >= 0 && side <= bytes.Length && size * side <= bytes.Length ? size * side : -1;
        }
        return IsFloat32(Message(header, Datatype, "an array")) && Place(Message(header, DataLayout, "an array"), size) is { } place
            ? (shape, MemoryMarshal.Cast<byte, float>(At(place, size)).ToArray())
            : throw new InvalidDataException($"{string.Join('/', path)} is no array of plain float32 numbers in one piece");
    }

    // Versions 1 and 2 differ in the four bytes that are reserved in the first.
    private long[] Shape(long space)
    {
        var (version, rank) = (At(space, 2)[0], At(space, 2)[1]);
        var shape = new long[rank];
        for (var i = 0; i < rank; i++)
        {
            shape[i] = Long(space + (version == 1 ? 8 : 4) + (8 * i));
        }
        return shape;
    }

    // Class 1 (a floating-point number), little-endian; four bytes; exponent and mantissa where IEEE has them.
    private bool IsFloat32(long type) =>
        (At(type, 1)[0] & 0xF) == 1 && (At(type + 1, 1)[0] & 0x41) == 0 && Int(type + 4) == sizeof(float) && Int(type + 12) == 0x17000817;

    // Compact (within the header) or contiguous, and as large as its shape asks for.
    private long? Place(long layout, long size) =>
        (At(layout, 2)[0], At(layout, 2)[1]) switch
        {
            (3, 0) when Short(layout + 2) == size => layout + 4,
            (3, 1) when Long(layout + 10) == size => Long(layout + 2),
            _ => null,
        };

    // Where the first message of a kind in an object's header has its data.
    private long Message(long header, int kind, string what)
    {
        if (At(header, 1)[0] != 1)
        {
            throw new InvalidDataException("an object in it has no header of version 1");
        }
        var blocks = new Queue<(long Start, long Size)>([(header + 16, Int(header + 8))]);
        var parts = 0;
        while (blocks.TryDequeue(out var block))
        {
            for (var (at, end) = (block.Start, block.Start + block.Size); at + 8 <= end; at += 8 + Short(at + 2))
            {
                if (++parts > MostParts)
                {
                    throw new InvalidDataException("an object in it has too many parts");
                }
                if (Short(at) == kind)
                {
                    return at + 8;
                }
                if (Short(at) == Continuation)
                {
                    blocks.Enqueue((Long(at + 8), Long(at + 16)));
                }
            }
        }
        throw new InvalidDataException($"something in it that should be {what} is none");
    }

    private string Name(long heap, long offset)
    {
        var (start, left) = (Long(heap + 24) + offset, Long(heap + 8) - offset);
        for (var length = 0; length < Math.Min(left, LongestName); length++)
        {
            if (At(start + length, 1)[0] == 0)
            {
                return Encoding.UTF8.GetString(At(start, length));
            }
        }
        throw new InvalidDataException("a name in it has no end");
    }

    private long Signed(long place, ReadOnlySpan<byte> signature) =>
        At(place, 4).SequenceEqual(signature)
            ? place
            : throw new InvalidDataException($"what should be at byte {place} is not there ({Encoding.ASCII.GetString(signature)})");

    private ushort Short(long place) => BinaryPrimitives.ReadUInt16LittleEndian(At(place, 2));

    private uint Int(long place) => BinaryPrimitives.ReadUInt32LittleEndian(At(place, 4));

    private long Long(long place) => BinaryPrimitives.ReadInt64LittleEndian(At(place, 8));

    private ReadOnlySpan<byte> At(long place, long length) =>
        place >= 0 && length >= 0 && place <= bytes.Length - length
            ? bytes.AsSpan((int)place, (int)length)
            : throw new InvalidDataException($"it ends before byte {place} + {length}");
}
