using Lethe.Data;
using Lethe.Runtime;

namespace Lethe.Tests.Data;

public sealed class Cifar10BinaryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Records_of_several_files_follow_each_other()
    {
        var (first, second) = (folder.Write("a.bin", [.. Record(3, 10), .. Record(9, 20)]), folder.Write("b.bin", Record(0, 30)));
        using var data = Cifar10Binary.Read(first, second);
        using var labels = data.Labels.cpu();
        Assert.Equal([3L, 9L, 0L], labels.data<long>().ToArray());
        Assert.Equal([3, 3, 32, 32], data.Images.shape);
        // Channel, row, column of the record's byte 1 + 1024 channel + 32 row + column.
        Assert.Equal(Pixel(20, (2 * 1024) + (5 * 32) + 7), data.Images[1, 2, 5, 7].item<byte>());
        Assert.Equal("cifar10", data.Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3072)]
    [InlineData(6147)]
    public void A_file_that_is_not_whole_records_is_refused(int bytes)
    {
        var path = folder.Write("a.bin", new byte[bytes]);
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => Cifar10Binary.Read(path)).ExitCode);
    }

    [Fact]
    public void A_label_of_255_is_refused_with_its_place()
    {
        var path = folder.Write("a.bin", [.. Record(1, 0), .. Record(255, 0)]);
        Assert.Contains(
            "record 1 has label 255",
            Assert.Throws<LetheException>(() => Cifar10Binary.Read(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_missing_batch_is_not_found() =>
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => Cifar10Binary.Read(folder["a.bin"])).ExitCode);

    internal static byte[] Record(byte label, int start) => [label, .. Enumerable.Range(0, 3072).Select(i => Pixel(start, i))];

    private static byte Pixel(int start, int i) => (byte)(start + (i * 13));
}
