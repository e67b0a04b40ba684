using System.Runtime.InteropServices;
using Lethe.Training.Pickles;

namespace Lethe.Training.Onnx;

/// <summary>The operations of an ONNX network and its weights in float32. Nothing is run, and no other file is looked into.</summary>
/// <param name="Nodes">In the file's order, in which each comes after what it reads.</param>
internal sealed record OnnxFile(IReadOnlyList<OnnxNode> Nodes, IReadOnlyDictionary<string, OnnxFile.Weight> Weights)
{
    private const int Float32 = 1;
    private const int MostSides = 8;

    /// <param name="Values">In the order of the last side first.</param>
    internal sealed record Weight(long[] Shape, float[] Values);

    /// <exception cref="LetheException">NotFound; BadFile: truncated, damaged, or with its weights in another file.</exception>
    public static OnnxFile Read(string path) =>
        ForeignFile.Read(
            path,
            "is no whole ONNX network",
            static file =>
            {
                var bytes = new byte[checked((int)Math.Min(file.Length, Array.MaxLength))];
                file.ReadExactly(bytes);
                return Model(bytes);
            }
        );

    // ModelProto: 7 is the graph.
    private static OnnxFile Model(ReadOnlySpan<byte> bytes)
    {
        OnnxFile? found = null;
        for (var model = new ProtobufReader(bytes); model.Next(); )
        {
            if (model.Field == 7)
            {
                found = found is null ? Graph(model.Bytes) : throw new InvalidDataException("it holds two networks");
            }
        }
        return found ?? throw new InvalidDataException("it holds no network");
    }

    // GraphProto: 1 is a node, 5 a weight.
    private static OnnxFile Graph(ReadOnlySpan<byte> bytes)
    {
        var (nodes, weights) = (new List<OnnxNode>(), new Dictionary<string, Weight>());
        for (var graph = new ProtobufReader(bytes); graph.Next(); )
        {
            if (graph.Field == 1)
            {
                nodes.Add(Node(graph.Bytes));
            }
            else if (graph.Field == 5 && Tensor(graph.Bytes) is (var name, var weight) && !weights.TryAdd(name, weight))
            {
                throw new InvalidDataException($"the weight '{PickleSource.Shown(name)}' comes twice");
            }
        }
        return new(nodes, weights);
    }

    // NodeProto: 1 is an input, 4 the operation.
    private static OnnxNode Node(ReadOnlySpan<byte> bytes)
    {
        var (inputs, operation) = (new List<string>(), "");
        for (var node = new ProtobufReader(bytes); node.Next(); )
        {
            if (node.Field == 1)
            {
                inputs.Add(Encoding.UTF8.GetString(node.Bytes));
            }
            else if (node.Field == 4)
            {
                operation = Encoding.UTF8.GetString(node.Bytes);
            }
        }
        return new(operation, inputs);
    }

    // TensorProto: 1 are the sides, 2 the type, 4 the values as numbers, 8 the name, 9 the values as bytes; both are little-endian.
    private static (string Name, Weight Weight)? Tensor(ReadOnlySpan<byte> bytes)
    {
        var (shape, type, name) = (new List<long>(), 0UL, "");
        ReadOnlySpan<byte> values = default;
        for (var tensor = new ProtobufReader(bytes); tensor.Next(); )
        {
            switch (tensor.Field)
            {
                case 1:
                    shape.AddRange(tensor.Numbers());
                    break;
                case 2:
                    type = tensor.Number;
                    break;
                case 4 or 9:
                    values = values.IsEmpty ? tensor.Bytes : throw new InvalidDataException("the values of a weight come in parts");
                    break;
                case 8:
                    name = Encoding.UTF8.GetString(tensor.Bytes);
                    break;
            }
        }
        return type != Float32 ? null
            : Size(shape) == values.Length ? (name, new([.. shape], MemoryMarshal.Cast<byte, float>(values).ToArray()))
            : throw new InvalidDataException($"shape and values of the weight '{PickleSource.Shown(name)}' do not agree");
    }

    // In bytes; -1 for what is no shape.
    private static long Size(List<long> shape)
    {
        if (shape.Count > MostSides || shape.Exists(static side => side is < 1 or > int.MaxValue))
        {
            return -1;
        }
        try
        {
            return shape.Aggregate((long)sizeof(float), static (product, side) => checked(product * side));
        }
        catch (OverflowException)
        {
            return -1;
        }
    }
}
