using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Training.Onnx;
using static Lethe.Tests.Erasing.Judges.TinyOnnx;

namespace Lethe.Tests.Training.Onnx;

public sealed class OnnxFileTests : IDisposable
{
    private readonly Lethe.Tests.Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Operations_and_weights_are_read_in_the_order_of_the_file()
    {
        var network = Open(
            Model(
                Join(
                    Node("Conv", ["x", "w"], "y"),
                    Node("Relu", ["y"], "z"),
                    Constant("w", FloatType, [2, 3], Raw([1f, 2, 3, 4, 5, 6])),
                    Constant("i", LongType, [1], Raw([7L])),
                    // The sides as one list, the values as numbers: as CNTK writes them.
                    Message(5, Join(Message(1, [2, 1]), Number(2, FloatType), Text(8, "v"), Message(4, Raw([8f, 9]))))
                )
            )
        );
        Assert.Equal(["Conv x w", "Relu y"], network.Nodes.Select(node => $"{node.Operation} {string.Join(' ', node.Inputs)}"));
        Assert.Equal(["v", "w"], network.Weights.Keys.Order());
        Assert.Equal([2, 3], network.Weights["w"].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], network.Weights["w"].Values);
        Assert.Equal([2, 1], network.Weights["v"].Shape);
        Assert.Equal([8, 9], network.Weights["v"].Values);
    }

    [Fact]
    public void A_file_that_ends_early_is_refused_wherever_it_ends()
    {
        var whole = Model(Join(Node("Conv", ["x", "w"], "y"), Constant("w", FloatType, [2], Raw([1f, 2]))));
        // Only what follows the graph, of which nothing is read, may be missing.
        for (var length = 0; length < whole.Length - Message(8, Join(Text(1, ""), Number(2, 13))).Length; length++)
        {
            var error = Assert.Throws<LetheException>(() => Open(whole[..length]));
            Assert.Equal(ExitCode.BadFile, error.ExitCode);
            Assert.Contains("is no whole ONNX network", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new long[] { 3 }, "do not agree")]
    [InlineData(new long[] { -2 }, "do not agree")]
    [InlineData(new long[] { 0 }, "do not agree")]
    [InlineData(new long[] { 1L << 31, 1L << 31, 1L << 31 }, "do not agree")]
    [InlineData(new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 2 }, "do not agree")]
    public void A_shape_that_its_values_do_not_fill_is_refused(long[] shape, string reason) =>
        Refused(Model(Constant("w", FloatType, shape, Raw([1f, 2]))), reason);

    [Fact]
    public void Two_networks_a_weight_twice_and_a_length_beyond_the_file_are_refused()
    {
        var weight = Constant("w", FloatType, [1], Raw([1f]));
        Refused(Join(Message(7, weight), Message(7, weight)), "two networks");
        Refused(Model(Join(weight, weight)), "comes twice");
        Refused([0x3a, 0xff, 0xff, 0xff, 0xff, 0x7f], "ends too early");
        Refused([0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], "more than ten bytes");
        Refused([0x3b], "of a kind that is not known");
        Refused([], "holds no network");
    }

    private void Refused(byte[] bytes, string reason)
    {
        var error = Assert.Throws<LetheException>(() => Open(bytes));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private OnnxFile Open(byte[] bytes) => OnnxFile.Read(folder.Write("network.onnx", bytes));
}
