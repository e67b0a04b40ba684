using System.Text;

namespace Lethe.Tests.Erasing.Judges;

/// <summary>
/// An ONNX network, written by hand: it answers with chosen numbers of its input, each row times a factor. So a test sees what a network is
/// given, and decides what it answers.
/// </summary>
internal static class TinyOnnx
{
    internal const int FloatType = 1,
        LongType = 7;

    /// <param name="side">Of the input, 1 x 3 x side x side.</param>
    /// <param name="picks">Rows x places: indices into the input.</param>
    /// <param name="factors">One a row.</param>
    public static byte[] Picking(int side, long[,] picks, float[] factors)
    {
        var (rows, places) = (picks.GetLength(0), picks.GetLength(1));
        var graph = Join(
            Node("Reshape", ["images", "flat"], "line"),
            Node("Gather", ["line", "picks"], "picked", Message(5, Join(Text(1, "axis"), Number(3, 1), Number(20, 2)))),
            Node("Mul", ["picked", "factors"], "output0"),
            Text(2, "tiny"),
            Constant("flat", LongType, [2], Raw([1, 3L * side * side])),
            Constant("picks", LongType, [rows, places], Raw([.. picks.Cast<long>()])),
            Constant("factors", FloatType, [1, rows, 1], Raw(factors)),
            Message(11, Value("images", 1, 3, side, side)),
            Message(12, Value("output0", 1, rows, places))
        );
        return Model(graph);
    }

    internal static byte[] Model(byte[] graph) => Join(Number(1, 8), Message(7, graph), Message(8, Join(Text(1, ""), Number(2, 13))));

    internal static byte[] Numbers(string attribute, params long[] values) =>
        Message(5, Join([Text(1, attribute), .. values.Select(static value => Number(8, value)), Number(20, 7)]));

    internal static byte[] Node(string kind, string[] inputs, string output, byte[]? attribute = null) =>
        Message(1, Join([.. inputs.Select(static input => Text(1, input)), Text(2, output), Text(4, kind), attribute ?? []]));

    internal static byte[] Constant(string name, int type, long[] shape, byte[] raw) =>
        Message(5, Join([.. shape.Select(static side => Number(1, side)), Number(2, type), Text(8, name), Message(9, raw)]));

    internal static byte[] Value(string name, params long[] shape) =>
        Join(
            Text(1, name),
            Message(
                2,
                Message(
                    1,
                    Join(
                        Number(1, FloatType),
                        Message(2, Join([.. shape.Select(static side => Message(1, side < 0 ? Text(2, $"side{side}") : Number(1, side)))]))
                    )
                )
            )
        );

    internal static byte[] Raw<T>(T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values).ToArray();

    internal static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    internal static byte[] Message(int field, byte[] content) =>
        Join(Variable(((ulong)field << 3) | 2), Variable((ulong)content.Length), content);

    internal static byte[] Number(int field, long value) => Join(Variable((ulong)field << 3), Variable((ulong)value));

    private static byte[] Variable(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }
        return [.. bytes, (byte)value];
    }

    internal static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(static part => part)];
}
