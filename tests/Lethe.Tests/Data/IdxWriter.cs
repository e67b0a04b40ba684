using System.Buffers.Binary;
using System.IO.Compression;
using Lethe.Data;

namespace Lethe.Tests.Data;

/// <summary>Writes gzipped IDX files of unsigned bytes, the format <see cref="IdxReader"/> reads.</summary>
internal static class IdxWriter
{
    /// <summary>Writes at best compression, without time or name: the same array gives the same bytes with the same zlib.</summary>
    public static void Write(string path, IdxArray array)
    {
        using var file = File.Create(path);
        Write(file, array);
    }

    public static void Write(Stream target, IdxArray array)
    {
        using var zipped = new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true);
        Span<byte> number = stackalloc byte[4];
        zipped.Write([0, 0, 8, (byte)array.Shape.Length]);
        foreach (var size in array.Shape)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, size);
            zipped.Write(number);
        }
        zipped.Write(array.Values);
    }
}
