using System.IO.Compression;
using CsCheck;
using Lethe.Runtime;
using Lethe.Training.Pickles;
using static Lethe.Training.Pickles.PickleOpcode;
using static TorchSharp.torch;

namespace Lethe.Tests.Training.Pickles;

/// <summary>Files that lie or would run something: refused in one sentence that says what it was.</summary>
public sealed class PickledRefusalTests : IDisposable
{
    private const string NeverNeeded = "which no dictionary of tensors needs";

    private static readonly PickleOpcode[] Known =
    [
        MARK,
        STOP,
        EMPTY_TUPLE,
        TUPLE,
        TUPLE1,
        TUPLE2,
        TUPLE3,
        EMPTY_LIST,
        APPEND,
        APPENDS,
        EMPTY_DICT,
        SETITEM,
        SETITEMS,
        NONE,
        NEWTRUE,
        NEWFALSE,
        BININT,
        BININT1,
        BININT2,
        BINFLOAT,
        LONG1,
        BINUNICODE,
        SHORT_BINUNICODE,
        BINPUT,
        LONG_BINPUT,
        MEMOIZE,
        BINGET,
        LONG_BINGET,
        PROTO,
        FRAME,
        GLOBAL,
        STACK_GLOBAL,
        BINPERSID,
        REDUCE,
        BUILD,
    ];

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("weights.pth");

    public void Dispose() => folder.Dispose();

    private string Refused(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<LetheException>(() => PickledWeights.Read(Path));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000); // the stream's buffer is 1 MiB
        return error.Message;
    }

    private void Refused(string why, byte[] pickle)
    {
        Assert.Contains(why, Refused(PickledFile.Legacy(pickle)), StringComparison.Ordinal);
        Assert.Contains(why, Refused(PickledFile.Zip(pickle)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_would_run_a_program_runs_none(bool byStack)
    {
        var pickle = byStack
            ? new PickleWriter().Text("posix").Text("system").Op(STACK_GLOBAL)
            : new PickleWriter().Global("posix", "system");
        Refused("posix.system", pickle.Text($"touch {folder.File("touched")}").Op(TUPLE1).Op(REDUCE).End());
        Assert.False(File.Exists(folder.File("touched")));
    }

    [Theory]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("torch", "load")]
    [InlineData("torch", "UntypedStorage")]
    [InlineData("torch", "FloatStorage.from_file")]
    [InlineData("torch._utils", "_rebuild_tensor")]
    [InlineData("torch.storage", "FloatStorage")]
    [InlineData("collections", "OrderedDict.fromkeys")]
    [InlineData("collections", "")]
    [InlineData("a\tb\u001b[2J", "c")]
    public void Every_other_name_is_refused_wherever_it_stands(string module, string name)
    {
        var shown = module.Replace('\t', '?').Replace('\u001b', '?');
        Refused($"{shown}.{name}", new PickleWriter().Global(module, name).End());
        Refused($"{shown}.{name}", new PickleWriter().Op(EMPTY_DICT).Text("x").Text(module).Text(name).Op(STACK_GLOBAL).Op(SETITEM).End());
    }

    [Fact]
    public void Of_256_instructions_those_that_are_not_known_are_refused_by_name()
    {
        for (var code = 0; code < 256; code++)
        {
            var message = Refused(PickledFile.Zip([0x80, 0x02, (byte)code])); // nothing follows
            Assert.Equal(!Known.Contains((PickleOpcode)code), message.Contains(NeverNeeded, StringComparison.Ordinal));
            Assert.True(Known.Contains((PickleOpcode)code) || message.Contains($"0x{code:x2}", StringComparison.Ordinal));
        }
        Assert.Contains("OBJ (0x6f)", Refused(PickledFile.Zip(new PickleWriter().Op(OBJ).End())), StringComparison.Ordinal);
    }

    public static TheoryData<byte[]> Misused =>
        [
            new PickleWriter().Global("torch", "FloatStorage").Op(EMPTY_TUPLE).Op(REDUCE).End(), // a class is no function
            new PickleWriter().Text("print").Op(EMPTY_TUPLE).Op(REDUCE).End(),
            new PickleWriter().Global("collections", "OrderedDict").Op(EMPTY_LIST).Op(TUPLE1).Op(REDUCE).End(),
            new PickleWriter().Global("collections", "OrderedDict").Op(EMPTY_LIST).Op(REDUCE).End(),
            new PickleWriter().Global("torch._utils", "_rebuild_tensor_v2").Op(EMPTY_TUPLE).Op(REDUCE).End(),
            new PickleWriter().Global("torch._utils", "_rebuild_parameter").Op(EMPTY_TUPLE).Op(REDUCE).End(),
            new PickleWriter().Text("a").Op(EMPTY_DICT).Op(BUILD).End(), // attributes of what is no dictionary
            new PickleWriter().Op(EMPTY_DICT).Text("a").Op(BUILD).End(),
            new PickleWriter().Op(EMPTY_DICT).Op(MARK).Text("a").Op(SETITEMS).End(),
            new PickleWriter().Op(EMPTY_DICT).Number(1).Number(2).Op(SETITEM).End(),
            new PickleWriter().Op(EMPTY_DICT).Op(MARK).Text("a").Op(NONE).Text("a").Op(NONE).Op(SETITEMS).End(),
            new PickleWriter().Op(EMPTY_DICT).Text("epoch").Number(3).Op(SETITEM).End(),
            new PickleWriter().Op(EMPTY_LIST).End(),
            new PickleWriter().Number(1).Number(2).End(),
            new PickleWriter().End(),
            new PickleWriter().Op(MARK).Op(EMPTY_DICT).End(),
            new PickleWriter().Op(TUPLE).End(),
            new PickleWriter().Op(TUPLE3).End(),
            new PickleWriter().Op(BINGET, 7).End(),
            new PickleWriter().Op(BINPUT, 7).End(),
            new PickleWriter().Op(PROTO, 6).End(),
            new PickleWriter().Op(LONG1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0).End(),
            new PickleWriter().Op(BINUNICODE, 255, 255, 255, 255).End(),
            new PickleWriter().Op(BINUNICODE, 2, 0, 0, 0, 0xC3, 0x28).End(), // no UTF-8
            new PickleWriter().Text("storage").Op(BINPERSID).End(),
            new PickleWriter().Storage("0", "FloatStorage", -1).End(),
            new PickleWriter().Storage("0", "FloatStorage", 1).Storage("0", "FloatStorage", 2).Op(TUPLE2).End(),
            new PickleWriter().Storage("0", "FloatStorage", 1).Storage("0", "LongStorage", 1).Op(TUPLE2).End(),
        ];

    [Theory]
    [MemberData(nameof(Misused))]
    public void Known_instructions_in_the_wrong_place_are_refused(byte[] pickle)
    {
        Refused(PickledFile.Legacy(pickle));
        Refused(PickledFile.Zip(pickle));
    }

    [Fact]
    public void Recursion_and_endless_lists_are_no_danger()
    {
        var nest = new PickleWriter();
        for (var i = 0; i < 20_000; i++)
        {
            nest.Op(EMPTY_LIST).Op(MARK);
        }
        Refused(PickledFile.Zip(nest.End()));
        var self = new PickleWriter().Op(EMPTY_LIST).Op(BINPUT, 0).Op(BINGET, 0).Op(APPEND);
        Refused(PickledFile.Zip(self.End()));
    }

    public static TheoryData<long, long, long[], long[]> Lies =>
        new()
        {
            { 4, 0, [5], [1] },
            { 4, 1, [4], [1] },
            { 4, 4, [1], [1] },
            { 4, -1, [1], [1] },
            { 4, 0, [2, 2], [4, 1] },
            { 4, 0, [1_000_000_000_000], [0] }, // one number, a trillion times
            { 4, 0, [5], [0] },
            { 4, 0, [2], [-1] },
            { 4, 0, [-2], [1] },
            { 4, 0, [-2, -2], [2, 1] },
            { 4, 0, [2], [] },
            { 4, 0, [4_294_967_296, 4_294_967_296], [0, 0] }, // 2^64 = 0
            { 4, 0, [2], [long.MaxValue] },
            { 4, long.MaxValue, [2], [1] },
            { 4, 0, [0, long.MaxValue, long.MaxValue], [1, 1, 1] },
            { 4, 5, [0], [1] },
        };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_tensor_outside_its_storage_is_refused(long count, long offset, long[] shape, long[] strides)
    {
        foreach (var isLegacy in (bool[])[false, true])
        {
            Assert.Contains(
                "storage",
                Refused(
                    PickledFile.Of(isLegacy, PickleWriter.One("FloatStorage", count, offset, shape, strides), ("0", count, new byte[16]))
                ),
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("FloatStorage", 5, 5, 16)]
    [InlineData("FloatStorage", 4, 5, 16)]
    [InlineData("FloatStorage", 4, 4, 17)]
    [InlineData("FloatStorage", 3, 3, 16)]
    [InlineData("DoubleStorage", 4, 4, 16)]
    [InlineData("FloatStorage", 1L << 40, 1L << 40, 16)]
    [InlineData("FloatStorage", long.MaxValue, long.MaxValue, 16)]
    [InlineData("FloatStorage", 1L << 62, 1L << 62, 16)]
    public void A_storage_that_claims_more_or_less_than_there_is_is_refused(string type, long said, long counted, int bytes)
    {
        var pickle = PickleWriter.One(type, said, 0, [1], [1]);
        Refused(PickledFile.Legacy(pickle, ("0", counted, new byte[bytes])));
        if (said == counted)
        {
            Refused(PickledFile.Zip(pickle, ("0", counted, new byte[bytes])));
        }
    }

    [Fact]
    public void Storages_missing_twice_or_unasked_for_are_refused()
    {
        var pickle = PickleWriter.One("FloatStorage", 4, 0, [4], [1]);
        Refused(PickledFile.Legacy(pickle));
        Refused(PickledFile.Legacy(pickle, ("1", 4, new byte[16])));
        Refused(PickledFile.Legacy(pickle, ("0", 4, new byte[16]), ("0", 4, new byte[16])));
        Refused(PickledFile.Zip(pickle));
        Refused(PickledFile.Zip(pickle, ("1", 4, new byte[16])));
        Refused(PickledFile.Zip(pickle, ("0", 4, new byte[16]), ("0", 4, new byte[16])));
    }

    [Fact]
    public void Archives_that_are_compressed_have_two_pickles_or_another_byte_order_are_refused()
    {
        var pickle = PickleWriter.One("FloatStorage", 1 << 22, 0, [1 << 22], [1]);
        var zeros = new byte[1 << 24];
        Assert.Contains(
            "compressed",
            Refused(PickledFile.Zip(CompressionLevel.Fastest, ("m/data.pkl", pickle), ("m/data/0", zeros))),
            StringComparison.Ordinal
        );
        Assert.Contains("compressed", Refused(PickledFile.Zip(CompressionLevel.Fastest, ("m/data.pkl", zeros))), StringComparison.Ordinal);
        Refused(PickledFile.Zip(CompressionLevel.NoCompression, ("m/data.pkl", pickle), ("n/data.pkl", pickle)));
        Refused(PickledFile.Zip(CompressionLevel.NoCompression, ("data.pkl", pickle)));
        Refused(PickledFile.Zip(CompressionLevel.NoCompression, ("m/data.pkl", pickle), ("m/byteorder", "big"u8.ToArray())));
        Refused([.. PickledFile.Zip(CompressionLevel.NoCompression, ("m/x", pickle))]);
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_anywhere_is_refused(bool isLegacy)
    {
        var whole = PickledFile.Of(isLegacy, PickleWriter.One("FloatStorage", 4, 1, [3], [1]), ("0", 4, new byte[16]));
        for (var length = 0; length < whole.Length; length++)
        {
            Refused(whole[..length]);
        }
        if (isLegacy)
        {
            Refused([.. whole, 0]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_file_is_refused_or_read_but_nothing_else_happens(bool isLegacy)
    {
        var pickle = new PickleWriter()
            .Op(EMPTY_DICT)
            .Op(MARK)
            .Text("a")
            .Tensor("0", "FloatStorage", 4, 1, [3], [1])
            .Text("b")
            .Tensor("1", "LongStorage", 4, 0, [2, 2], [1, 2])
            .Op(SETITEMS)
            .End();
        var whole = PickledFile.Of(isLegacy, pickle, ("0", 4, new byte[16]), ("1", 4, new byte[32]));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte)
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
                        return PickledWeights
                            .Read(Path)
                            .Values.All(static value =>
                                value.numel() * value.element_size() <= 48 && value.contiguous().bytes.Length <= 48
                            );
                    }
                    catch (LetheException error)
                    {
                        return error.ExitCode == ExitCode.BadFile;
                    }
                },
                iter: Data.DamagedFileTests.Asked ?? 300,
                threads: 1
            );
    }
}
