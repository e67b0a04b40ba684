using CsCheck;
using Lethe.Data;
using Lethe.Runtime;

namespace Lethe.Tests.Data;

public sealed class IdxReaderTests
{
    private static readonly Gen<IdxArray> Arrays =
        from shape in Gen.Int[1, 6].Array[1, 4]
        from values in Gen.Byte.Array[shape.Aggregate(1, static (product, size) => product * size)]
        select new IdxArray(shape, values);

    [Fact]
    public void What_is_written_is_read_back() =>
        Arrays.Sample(static array =>
        {
            using var stream = new MemoryStream();
            IdxWriter.Write(stream, array);
            stream.Position = 0;
            var back = IdxReader.Read(stream, "test");
            return back.Shape.SequenceEqual(array.Shape) && back.Values.SequenceEqual(array.Values);
        });

    [Fact]
    public void A_plain_file_is_read_like_a_gzipped_one()
    {
        var array = Read([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.Values);
    }

    [Fact]
    public void Damage_anywhere_gives_the_right_array_or_a_clear_error() =>
        Gen.Select(Arrays, Gen.Int[0, 10_000], Gen.Byte)
            .Sample(
                static (array, at, value) =>
                {
                    using var stream = new MemoryStream();
                    IdxWriter.Write(stream, array);
                    var bytes = stream.ToArray();
                    bytes[at % bytes.Length] = value;
                    try
                    {
                        return Read(bytes).Values.SequenceEqual(array.Values);
                    }
                    catch (LetheException error)
                    {
                        return error.ExitCode == ExitCode.BadFile;
                    }
                }
            );

    [Fact]
    public void A_truncated_gzip_file_is_refused_at_every_length()
    {
        using var stream = new MemoryStream();
        IdxWriter.Write(stream, new([40], [.. Enumerable.Range(0, 40).Select(static i => (byte)(i * 7))]));
        var bytes = stream.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => Read(bytes[..length])).ExitCode);
        }
    }

    [Fact]
    public void A_header_that_claims_four_gigabytes_allocates_nothing()
    {
        byte[] header = [0, 0, 8, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<LetheException>(() => Read(header));
        Assert.Contains("4294967295", error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Room_is_made_for_what_comes_and_not_for_what_a_gzipped_header_claims()
    {
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write([0, 0, 8, 1, 0x3B, 0x9A, 0xCA, 0x00]); // a billion
            zip.Write(RandomStream.For(0).Permutation(1 << 19).SelectMany(static value => BitConverter.GetBytes(value)).ToArray());
        }
        var bytes = stream.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("of 1000000000 values", Assert.Throws<LetheException>(() => Read(bytes)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void Sizes_whose_product_overflows_are_refused() =>
        Assert.Throws<LetheException>(static () => Read([0, 0, 8, 4, .. Enumerable.Repeat((byte)0xFF, 16), 1]));

    [Fact]
    public void A_gzipped_header_that_claims_more_than_deflate_can_hold_is_refused()
    {
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write([0, 0, 8, 1, 0x7F, 0, 0, 0, 1, 2, 3]);
        }
        Assert.Contains("cannot hold", Assert.Throws<LetheException>(() => Read(stream.ToArray())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 1, 2, 3 }, "goes on")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 0 }, "0 entries")]
    [InlineData(new byte[] { 0, 0, 13, 1, 0, 0, 0, 1, 1 }, "type 13")]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 1, 1 }, "start")]
    [InlineData(new byte[] { 0, 0, 8, 9, 0, 0, 0, 1, 1 }, "9 dimensions")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1 }, "ends too early")]
    [InlineData(new byte[0], "ends too early")]
    public void A_wrong_file_is_refused_with_the_reason(byte[] bytes, string reason) =>
        Assert.Contains(reason, Assert.Throws<LetheException>(() => Read(bytes)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_not_found() =>
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(static () => IdxReader.Read("/nowhere/images.gz")).ExitCode);

    private static IdxArray Read(byte[] bytes) => IdxReader.Read(new MemoryStream(bytes), "test");
}
