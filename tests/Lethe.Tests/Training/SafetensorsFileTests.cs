using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Training;

public sealed class SafetensorsFileTests : IDisposable
{
    private static readonly ScalarType[] Types =
    [
        ScalarType.Float64,
        ScalarType.Float32,
        ScalarType.Float16,
        ScalarType.BFloat16,
        ScalarType.Int64,
        ScalarType.Int32,
        ScalarType.Int16,
        ScalarType.Int8,
        ScalarType.Byte,
        ScalarType.Bool,
        ScalarType.ComplexFloat32,
    ];

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("tensors.safetensors");

    public void Dispose() => folder.Dispose();

    private static byte[] Bytes(string header, params byte[] values)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. values];
    }

    private void Refused(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<LetheException>(() => SafetensorsFile.Read(Path));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000); // the stream's buffer is 1 MiB
    }

    private void Refused(string header, params byte[] values) => Refused(Bytes(header, values));

    [Fact]
    public void A_file_written_by_hand_is_read()
    {
        // Values in another order than the names, a header with spaces, an escape and padding; 1.5 = 3FC00000, -2 = C0000000 (float32).
        const string header =
            """{ "b": {"dtype":"F32","shape":[2],"data_offsets":[4,12]}, "__metadata__": {"made by":"h\u0061nd"}, "a": {"shape":[2,1],"data_offsets":[0,4],"dtype":"I16"} }   """;
        File.WriteAllBytes(Path, Bytes(header, 0x01, 0x00, 0xFE, 0xFF, 0x00, 0x00, 0xC0, 0x3F, 0x00, 0x00, 0x00, 0xC0));
        var (tensors, metadata) = SafetensorsFile.Read(Path);
        Assert.Equal("hand", metadata["made by"]);
        Assert.Equal(["a", "b"], tensors.Keys.Order());
        Assert.Equal((ScalarType.Int16, ScalarType.Float32), (tensors["a"].dtype, tensors["b"].dtype));
        Assert.Equal([2, 1], tensors["a"].shape);
        Assert.Equal([1, -2], tensors["a"].data<short>().ToArray());
        Assert.Equal([1.5f, -2f], tensors["b"].data<float>().ToArray());
    }

    [Fact]
    public void The_writer_writes_these_bytes_and_no_others()
    {
        SafetensorsFile.Write(
            Path,
            new Dictionary<string, Tensor> { ["b"] = tensor([1.5f, -2f]), ["a"] = tensor(new short[] { 1, -2 }).view(2, 1) },
            new Dictionary<string, string> { ["k"] = "v" }
        );
        const string header =
            """{"__metadata__":{"k":"v"},"a":{"dtype":"I16","shape":[2,1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""";
        var padded = header.PadRight((header.Length + 7) / 8 * 8);
        Assert.Equal(Bytes(padded, 0x01, 0x00, 0xFE, 0xFF, 0x00, 0x00, 0xC0, 0x3F, 0x00, 0x00, 0x00, 0xC0), File.ReadAllBytes(Path));
        Assert.Equal([Path], Directory.GetFiles(folder.Path)); // no temporary file stays
    }

    [Fact]
    public void Every_type_and_shape_comes_back() =>
        Gen.Select(Gen.Int[0, Types.Length - 1], Gen.Long[0, 3].Array[0, 4], Gen.Int[0, 1000])
            .Sample(
                (kind, shape, seed) =>
                {
                    using var scope = NewDisposeScope();
                    using var generator = new Generator((ulong)seed);
                    var value = (randn(shape, generator: generator) * 50).to(Types[kind]);
                    SafetensorsFile.Write(Path, [new("x", value), new("y.z", ones(1))]);
                    var read = SafetensorsFile.Read(Path).Tensors;
                    return read.Count == 2
                        && read["x"].dtype == value.dtype
                        && read["x"].shape.AsSpan().SequenceEqual(shape)
                        && read["x"].equal(value).all().item<bool>();
                },
                iter: 100,
                threads: 1
            );

    [Fact]
    public void Values_that_are_not_finite_come_back_and_strides_do_not_matter()
    {
        var value = tensor(
            new float[,]
            {
                { float.NaN, float.PositiveInfinity, 1 },
                { float.NegativeInfinity, -0f, 2 },
            }
        );
        SafetensorsFile.Write(Path, [new("t", value.t()), new("s", value.narrow(1, 1, 1))]);
        var (read, _) = SafetensorsFile.Read(Path);
        Assert.Equal([float.NaN, float.NegativeInfinity, float.PositiveInfinity, -0f, 1, 2], read["t"].data<float>().ToArray());
        Assert.Equal([float.PositiveInfinity, -0f], read["s"].data<float>().ToArray());
    }

    [Fact]
    public void A_file_without_tensors_comes_back()
    {
        SafetensorsFile.Write(Path, []);
        Assert.Empty(SafetensorsFile.Read(Path).Tensors);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        SafetensorsFile.Write(Path, [new("a", arange(10)), new("b", ones(3, 3))]);
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length < whole.Length; length++)
        {
            Refused(whole[..length]);
        }
        Refused([.. whole, 0]);
    }

    [Fact]
    public void A_damaged_header_is_refused_or_still_describes_the_file()
    {
        SafetensorsFile.Write(Path, [new("a", arange(10)), new("b", ones(3, 3))], new Dictionary<string, string> { ["k"] = "v" });
        var whole = File.ReadAllBytes(Path);
        var end = 8 + BitConverter.ToInt32(whole, 0);
        Gen.Select(Gen.Int[0, end - 1], Gen.Byte)
            .Array[1, 4]
            .Sample(
                changes =>
                {
                    using var scope = NewDisposeScope();
                    var damaged = (byte[])whole.Clone();
                    foreach (var (at, to) in changes)
                    {
                        damaged[at] = to;
                    }
                    File.WriteAllBytes(Path, damaged);
                    try
                    {
                        return SafetensorsFile.Read(Path).Tensors.Values.Sum(static value => value.bytes.Length) == whole.Length - end;
                    }
                    catch (LetheException error)
                    {
                        return error.ExitCode == ExitCode.BadFile;
                    }
                },
                iter: Data.DamagedFileTests.Asked ?? 200,
                threads: 1
            );
    }

    [Theory]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(200UL)]
    public void A_header_length_beyond_the_file_is_refused(ulong length)
    {
        var bytes = new byte[200];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Refused(bytes);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[250000000000],"data_offsets":[0,1000000000000]}}""")] // 1 TB
    [InlineData("""{"a":{"dtype":"F32","shape":[250000000000],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""")] // 2^64 = 0
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"""
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,0],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e30],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""")]
    public void A_shape_that_lies_is_refused(string header) => Refused(header, 1, 2, 3, 4);

    [Theory]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""")] // beyond the file
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""")] // a hole in front
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""")] // and behind
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""")] // and between
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""")] // an overlap
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")] // the same place twice
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,8]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[9223372036854775807,-9223372036854775808]}}""")]
    public void An_offset_that_lies_is_refused(string header) => Refused(header, 1, 2, 3, 4);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")] // but four bytes follow
    [InlineData("{\"a\":4}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("""{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":{}}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""")]
    [InlineData("""{"__metadata__":{"k":1},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"__metadata__":[],"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"__metadata__":{"k":"\ud800"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    public void A_header_that_makes_no_sense_is_refused(string header) => Refused(header, 1, 2, 3, 4);

    [Theory]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F8_E5M2", 1)]
    [InlineData("U16", 2)]
    [InlineData("U32", 4)]
    [InlineData("U64", 8)]
    public void A_type_that_is_not_read_is_named_and_no_damage(string type, int bytes)
    {
        File.WriteAllBytes(
            Path,
            Bytes($$"""{"a":{"dtype":"{{type}}","shape":[2],"data_offsets":[0,{{2 * bytes}}]} }""", new byte[2 * bytes])
        );
        var said =
            $"{Path} is not read: 'a' in it has the type {type}, which Lethe does not read. Save it with another type, for "
            + $"example float32.";
        Assert.Equal(said, Assert.Throws<LetheException>(() => SafetensorsFile.Read(Path)).Message);
        Assert.Equal(said, Assert.Throws<LetheException>(() => SafetensorsFile.ReadEach(Path, static (_, _) => { })).Message);
    }

    [Fact]
    public void Complex_numbers_are_two_floats_each_and_a_truth_value_is_0_or_1()
    {
        File.WriteAllBytes(
            Path,
            [.. Bytes("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}"""), 0x00, 0x00, 0xC0, 0x3F, 0x00, 0x00, 0x00, 0xC0]
        );
        var read = SafetensorsFile.Read(Path).Tensors["a"];
        Assert.Equal((ScalarType.ComplexFloat32, 1.5f, -2f), (read.dtype, read.real[0].item<float>(), read.imag[0].item<float>()));
        Refused("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", 1, 2);
    }

    [Fact]
    public void A_type_that_cannot_be_written_is_named_and_nothing_is_left()
    {
        var error = Assert.Throws<LetheException>(() =>
            SafetensorsFile.Write(Path, [new("c", complex(ones(2, ScalarType.Float64), ones(2, ScalarType.Float64)))])
        );
        Assert.Equal(
            (
                ExitCode.Unwritable,
                $"Cannot write {Path}: 'c' has the type ComplexFloat64, which safetensors files of Lethe do not have. Change "
                    + $"its type first, for example with .to(float32)."
            ),
            (error.ExitCode, error.Message)
        );
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_shape_of_a_thousand_sides_is_refused() =>
        Refused($$"""{"a":{"dtype":"U8","shape":[{{string.Join(",", Enumerable.Repeat(1, 1000))}}],"data_offsets":[0,1]} }""", 1);

    [Fact]
    public void A_nest_of_brackets_is_refused() => Refused(new string('[', 100_000));

    [Fact]
    public void A_file_that_is_not_there_or_is_a_folder_says_so()
    {
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => SafetensorsFile.Read(folder.File("absent"))).ExitCode);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => SafetensorsFile.Read(folder.File("absent/x"))).ExitCode);
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => SafetensorsFile.Read(folder.Path)).ExitCode);
    }

    [Fact]
    public void Where_nothing_can_be_written_the_error_says_so_and_nothing_is_left()
    {
        File.WriteAllText(folder.File("plain"), "");
        Assert.Equal(ExitCode.Unwritable, Assert.Throws<LetheException>(() => SafetensorsFile.Write(folder.File("plain/x"), [])).ExitCode);
        Directory.CreateDirectory(folder.File("taken"));
        File.WriteAllText(folder.File("taken/x"), "");
        Assert.Equal(ExitCode.Unwritable, Assert.Throws<LetheException>(() => SafetensorsFile.Write(folder.File("taken"), [])).ExitCode);
        Assert.Equal(["plain"], Directory.GetFiles(folder.Path).Select(System.IO.Path.GetFileName));
    }
}
