using System.Runtime.InteropServices;
using System.Text;

namespace Lethe.Tests.Detection.Detectors;

/// <summary>Writes HDF5 files of the layout that Keras writes (superblock 0, symbol tables of at most eight names a node). Checked with
/// h5dump and h5py.</summary>
internal sealed class KerasFile
{
    private const int NamesInANode = 8;
    private readonly MemoryStream stream = new();

    private KerasFile() { }

    /// <param name="arrays">By path: <c>layer/layer/part</c>; a path that ends in a slash is an empty group.</param>
    public static byte[] Of(IEnumerable<(string Path, float[] Values, int[] Shape)> arrays)
    {
        var file = new KerasFile();
        file.stream.Position = 96;
        var root = file.Group([.. arrays]);
        var end = file.stream.Length;
        file.stream.Position = 0;
        file.stream.Write([0x89, .. "HDF\r\n\x1a\n"u8, 0, 0, 0, 0, 0, 8, 8, 0, 4, 0, 16, 0, 0, 0, 0, 0]);
        file.stream.Write([.. Longs(0, -1, end, -1), .. Longs(0, root, 0, 0, 0)]);
        return file.stream.ToArray();
    }

    private long Group((string Path, float[] Values, int[] Shape)[] arrays)
    {
        var names = new MemoryStream();
        names.Write(new byte[8]); // the empty name
        var nodes = new List<(long Place, long LastName)>();
        var members = arrays.GroupBy(static array => array.Path.Split('/')[0], StringComparer.Ordinal);
        foreach (var node in members.Where(static m => m.Key != "").OrderBy(static m => m.Key, StringComparer.Ordinal).Chunk(NamesInANode))
        {
            var entries = new List<byte>();
            foreach (var member in node)
            {
                var inner = member.Select(array => (Path: array.Path[member.Key.Length..], array.Values, array.Shape)).ToArray();
                var header = inner is [("", var values, var shape)]
                    ? Array(values, shape)
                    : Group([.. inner.Select(static array => (array.Path[1..], array.Values, array.Shape))]);
                entries.AddRange(Longs(names.Length, header, 0, 0, 0));
                names.Write(Padded(Encoding.UTF8.GetBytes(member.Key + '\0')));
            }
            entries.AddRange(new byte[40 * (NamesInANode - node.Length)]);
            nodes.Add(
                (
                    Put([.. "SNOD"u8, 1, 0, (byte)node.Length, 0, .. entries]),
                    names.Length - Padded(new byte[node[^1].Key.Length + 1]).Length
                )
            );
        }
        // A tree of one level with room for 32 children, keys and children by turns; the last key is the last name.
        var children = nodes.SelectMany(static node => Longs(node.Place, node.LastName)).ToArray();
        var tree = Put([
            .. "TREE"u8,
            0,
            0,
            (byte)nodes.Count,
            0,
            .. Longs(-1, -1, 0),
            .. children,
            .. new byte[(16 * 32) - children.Length],
        ]);
        var segment = Put(names.ToArray());
        var heap = Put([.. "HEAP"u8, 0, 0, 0, 0, .. Longs(names.Length, 1, segment)]); // 1: nothing is free
        return Header((0x11, Longs(tree, heap)));
    }

    private long Array(float[] values, int[] shape)
    {
        var size = values.Length * sizeof(float);
        var place = Put([.. MemoryMarshal.AsBytes<float>(values)]);
        return Header(
            (0x01, [1, (byte)shape.Length, 0, 0, 0, 0, 0, 0, .. Longs([.. shape.Select(static side => (long)side)])]),
            (0x03, [0x11, 0x20, 0x1F, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0]),
            (0x08, [3, 1, .. Longs(place, size)])
        );
    }

    // All messages but the first stand in a continuation, as they may.
    private long Header(params (byte Kind, byte[] Data)[] messages)
    {
        byte[][] written = [.. messages.Select(static message => Padded(message.Data))];
        byte[] Message(int i) => [messages[i].Kind, 0, (byte)written[i].Length, 0, 0, 0, 0, 0, .. written[i]];
        byte[] rest = [.. Enumerable.Range(1, messages.Length - 1).SelectMany(Message)];
        byte[] next = rest is [] ? [] : [0x10, 0, 16, 0, 0, 0, 0, 0, .. Longs(Put(rest), rest.Length)];
        byte[] block = [.. Message(0), .. next];
        var count = messages.Length + (rest is [] ? 0 : 1);
        return Put([1, 0, (byte)count, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(block.Length), 0, 0, 0, 0, .. block]);
    }

    private long Put(byte[] bytes)
    {
        var place = stream.Position;
        stream.Write(Padded(bytes));
        return place;
    }

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[(8 - (bytes.Length % 8)) % 8]];

    private static byte[] Longs(params long[] values) => MemoryMarshal.AsBytes<long>(values).ToArray();
}
