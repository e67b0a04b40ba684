using System.Buffers.Binary;
using System.Text;
using Lethe.Training.Pickles;

namespace Lethe.Tests.Training.Pickles;

/// <summary>Writes pickles, also those that no one should read.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> bytes = [0x80, 0x02];

    public byte[] End() => [.. bytes, (byte)PickleOpcode.STOP];

    public PickleWriter Op(PickleOpcode code, params byte[] rest)
    {
        bytes.AddRange([(byte)code, .. rest]);
        return this;
    }

    public PickleWriter Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Op(PickleOpcode.BINUNICODE, [.. Number(utf8.Length, 4), .. utf8]);
    }

    public PickleWriter Number(long value) =>
        value is >= 0 and < 256 ? Op(PickleOpcode.BININT1, (byte)value)
        : value is >= int.MinValue and <= int.MaxValue ? Op(PickleOpcode.BININT, Number(value, 4))
        : Op(PickleOpcode.LONG1, [8, .. Number(value, 8)]);

    public PickleWriter Numbers(params long[] values)
    {
        Op(PickleOpcode.MARK);
        foreach (var value in values)
        {
            Number(value);
        }
        return Op(PickleOpcode.TUPLE);
    }

    public PickleWriter Global(string module, string name) => Op(PickleOpcode.GLOBAL, Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleWriter Storage(string key, string type, long count, string device = "cpu") =>
        Op(PickleOpcode.MARK)
            .Text("storage")
            .Global("torch", type)
            .Text(key)
            .Text(device)
            .Number(count)
            .Op(PickleOpcode.TUPLE)
            .Op(PickleOpcode.BINPERSID);

    public PickleWriter Tensor(string key, string type, long count, long offset, long[] shape, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2")
            .Op(PickleOpcode.MARK)
            .Storage(key, type, count)
            .Number(offset)
            .Numbers(shape)
            .Numbers(strides)
            .Op(PickleOpcode.NEWFALSE)
            .Global("collections", "OrderedDict")
            .Op(PickleOpcode.EMPTY_TUPLE)
            .Op(PickleOpcode.REDUCE)
            .Op(PickleOpcode.TUPLE)
            .Op(PickleOpcode.REDUCE);

    /// <summary>A dictionary with one tensor, "x".</summary>
    public static byte[] One(string type, long count, long offset, long[] shape, long[] strides) =>
        new PickleWriter()
            .Op(PickleOpcode.EMPTY_DICT)
            .Text("x")
            .Tensor("0", type, count, offset, shape, strides)
            .Op(PickleOpcode.SETITEM)
            .End();

    public static byte[] Number(long value, int bytes)
    {
        var eight = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, value);
        return eight[..bytes];
    }
}
