using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Lethe.Data;
using Lethe.Detection.Detectors;
using Lethe.Erasing.Diffusion;
using Lethe.Imaging;
using Lethe.Runtime;
using Lethe.Tests.Detection.Detectors;
using Lethe.Tests.Erasing.Diffusion;
using Lethe.Tests.Training.Pickles;
using Lethe.Training;
using Lethe.Training.Pickles;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Data;

/// <summary>
/// Every reader of files that others write, on files damaged in all ways that a seed gives: each is read or refused by a
/// <see cref="LetheException"/>, without room for what a header only claims.
/// <c>LETHE_DAMAGED=N</c> asks for N files in all instead of a few of each kind; tests of one reader take as many.
/// </summary>
public sealed class DamagedFileTests(ITestOutputHelper output) : IDisposable
{
    private const int Few = 24; // of each kind
    private const long MostAllocated = 48L << 20; // bytes of managed memory for one of these small files

    /// <summary>What <c>LETHE_DAMAGED</c> asks for; null if nothing.</summary>
    internal static int? Asked =>
        int.TryParse(Environment.GetEnvironmentVariable("LETHE_DAMAGED"), CultureInfo.InvariantCulture, out var all) && all > 0
            ? all
            : null;

    private readonly TemporaryFolder folder = new();
    private readonly Detector detector = DetectorCatalog.Create(new("mesonet4", 2, Side: 64));

    public void Dispose()
    {
        detector.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else()
    {
        var kinds = Kinds();
        var asked = Asked is { } all ? (all + kinds.Count - 1) / kinds.Count : Few;
        var (read, refused) = (0, 0);
        foreach (var (name, file, whole, open) in kinds)
        {
            open(folder.Write($"{name}/{file}", whole)); // the whole file is read
            var before = (read, refused);
            for (var i = 0; i < asked; i++)
            {
                var path = folder.Write($"{name}/{file}", Damaged(whole, RandomStream.For(i, "damage", name)));
                _ = WasRead(() => open(path), $"{name}, seed {i}") ? read++ : refused++;
            }
            output.WriteLine($"{name}: {read - before.read} read, {refused - before.refused} refused");
        }
        output.WriteLine(
            Invariant($"{read + refused} damaged files: {read} read, {refused} refused, 0 others; at most ")
                + Invariant($"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB in this process")
        );
        Assert.True(refused > read / 4, "hardly any damage was seen");
    }

    private static bool WasRead(Action open, string which)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var scope = NewDisposeScope();
            open();
            return true;
        }
        catch (LetheException error)
        {
            Assert.True(
                error.ExitCode is ExitCode.BadFile or ExitCode.NotFound or ExitCode.Usage,
                $"{which}: {error.ExitCode}, {error.Message}"
            );
            Assert.False(
                error.Message.Any(static letter => char.IsControl(letter) && letter != '\n'),
                $"{which}: a control character in '{error.Message}'"
            );
            return false;
        }
        catch (Exception error)
        {
            Assert.Fail($"{which}: {error}");
            return false;
        }
        finally
        {
            Assert.True(
                GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated,
                $"{which}: {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MB allocated"
            );
        }
    }

    private List<(string Name, string File, byte[] Whole, Action<string> Open)> Kinds()
    {
        using var scope = NewDisposeScope();
        var picture = ImageFolderTests.Png(40, 30, 0xFF336699, noise: true);
        var idx = IdxOf(new([40, 4, 4], [.. Enumerable.Range(0, 640).Select(static i => (byte)i)]));
        TinyFolder.Write(folder["sd"]);
        byte[] Part(params string[] parts) => File.ReadAllBytes(folder[["sd", .. parts]]);
        var pickle = new PickleWriter()
            .Op(PickleOpcode.EMPTY_DICT)
            .Op(PickleOpcode.MARK)
            .Text("a")
            .Tensor("0", "FloatStorage", 4, 1, [3], [1])
            .Text("b")
            .Tensor("1", "BoolStorage", 4, 0, [2, 2], [1, 2])
            .Op(PickleOpcode.SETITEMS)
            .End();
        (string, long, byte[])[] storages = [("0", 4, new byte[16]), ("1", 4, [1, 0, 1, 0])];
        var tar = ArchiveTests.Tar(("in/x.txt", "one"), ("y.txt", new string('y', 700)));
        return
        [
            (
                "safetensors",
                "x.safetensors",
                SafetensorsOf(
                    new()
                    {
                        ["a"] = arange(10),
                        ["b"] = ones(3, 3),
                        ["c"] = zeros(2, ScalarType.Bool),
                    }
                ),
                static path =>
                {
                    SafetensorsFile.Read(path);
                    SafetensorsFile.ReadEach(path, static (_, _) => { });
                }
            ),
            ("pickle", "x.pth", PickledFile.Zip(pickle, storages), static path => PickledWeights.Read(path)),
            ("legacy-pickle", "x.pth", PickledFile.Legacy(pickle, storages), static path => WeightFile.Read(path)),
            ("idx", "x.idx", idx, static path => IdxReader.Read(path)),
            ("idx-gz", "x.gz", ArchiveTests.Gzip(idx), static path => IdxReader.Read(path)),
            ("tar-gz", "x.tgz", tar, Unpack),
            (
                "tar",
                "x.tar",
                ArchiveTests.Ungzip(tar),
                path =>
                {
                    File.WriteAllBytes(path, ArchiveTests.Gzip(File.ReadAllBytes(path)));
                    Unpack(path);
                }
            ), // damaged before it was compressed
            ("zip", "x.zip", ArchiveTests.Zip(("in/x.txt", "one"), ("y.txt", new string('y', 700))), Unpack),
            (
                "cifar",
                "x.bin",
                [.. Enumerable.Range(0, 3).SelectMany(static i => (byte[])[(byte)i, .. new byte[3072]])],
                static path => Cifar10Binary.Read(path).Dispose()
            ),
            ("png-folder", "x.png", picture, static path => _ = ImageFile.Read(path, 16) ?? throw LetheException.BadFile("unreadable")),
            ("png-detect", "x.png", picture, static path => PictureFile.Read(path)),
            ("keras", "x.h5", MesoWeightsTests.Whole(), path => MesoWeights.Load(detector, path)),
            (
                "unet-config",
                "config.json",
                Part("unet", "config.json"),
                path => Config(path, "unet", static sd => DiffusersConfig.UNet(sd))
            ),
            (
                "vae-config",
                "config.json",
                Part("vae", "config.json"),
                path => Config(path, "vae", static sd => DiffusersConfig.Autoencoder(sd))
            ),
            (
                "text-config",
                "config.json",
                Part("text_encoder", "config.json"),
                path => Config(path, "text_encoder", static sd => DiffusersConfig.Text(sd))
            ),
            (
                "schedule",
                "scheduler_config.json",
                Part("scheduler", "scheduler_config.json"),
                path => Config(path, "scheduler", DiffusersConfig.CheckSchedule)
            ),
            (
                "index",
                "model.safetensors.index.json",
                """{"metadata": {"total_size": 8}, "weight_map": {"a.größe": "p1.safetensors", "b": "p2.safetensors"}}"""u8.ToArray(),
                static path => DiffusersWeights.Files(Path.GetDirectoryName(path)!, "model")
            ),
            (
                "vocabulary",
                "vocab.json",
                Part("tokenizer", "vocab.json"),
                path =>
                {
                    File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "merges.txt"), Part("tokenizer", "merges.txt"));
                    ClipTokenizer.Open(Path.GetDirectoryName(path)!).Encode("a cat");
                }
            ),
            (
                "merges",
                "merges.txt",
                Part("tokenizer", "merges.txt"),
                path =>
                {
                    File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "vocab.json"), Part("tokenizer", "vocab.json"));
                    ClipTokenizer.Open(Path.GetDirectoryName(path)!).Encode("a cat");
                }
            ),
        ];
    }

    private void Unpack(string path) => Archive.Unpack(path, folder["unpacked"]);

    // As the file of its place in a folder of diffusers.
    private void Config(string path, string part, Action<string> open)
    {
        var root = folder["one", part];
        Directory.CreateDirectory(root);
        File.Copy(path, Path.Combine(root, Path.GetFileName(path)), overwrite: true);
        open(folder["one"]);
    }

    private byte[] SafetensorsOf(Dictionary<string, Tensor> tensors)
    {
        SafetensorsFile.Write(folder["whole"], tensors, new Dictionary<string, string> { ["k"] = "größe" });
        return File.ReadAllBytes(folder["whole"]);
    }

    private static byte[] IdxOf(IdxArray array)
    {
        byte[] header =
        [
            0,
            0,
            8,
            (byte)array.Shape.Length,
            .. array.Shape.SelectMany(static side => (byte[])[0, 0, (byte)(side >> 8), (byte)side]),
        ];
        return [.. header, .. array.Values];
    }

    // One to three damages; most near the beginning, where headers are.
    private static byte[] Damaged(byte[] whole, RandomStream random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(3); times >= 0; times--)
        {
            var at =
                bytes.Count == 0 ? 0
                : random.Next(2) == 0 ? random.Next(bytes.Count)
                : random.Next(Math.Min(bytes.Count, 256));
            var count = Math.Min(bytes.Count - at, 1 + random.Next(40));
            switch (random.Next(9))
            {
                case 0 when count > 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when count > 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    Put(
                        bytes,
                        at,
                        [
                            0xFF,
                            0xFF,
                            0xFF,
                            (byte)(random.Next(2) == 0 ? 0x7F : 0xFF),
                            .. random.Next(2) == 0 ? (byte[])[0xFF, 0xFF, 0xFF, 0x7F] : [],
                        ]
                    ); // the largest numbers
                    break;
                case 3:
                    var claim = new byte[4];
                    BinaryPrimitives.WriteInt32BigEndian(claim, 1_000_000_000 + random.Next(1_000_000));
                    Put(bytes, at, claim);
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    bytes.RemoveRange(at, count);
                    break;
                case 6:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 7:
                    // half a character, and no UTF-8
                    bytes.InsertRange(at, random.Next(2) == 0 ? "\\ud800"u8.ToArray() : [0xC3, 0x28, 0xFF]);
                    break;
                default:
                    Put(bytes, at, new byte[count]);
                    break;
            }
        }
        return [.. bytes];
    }

    private static void Put(List<byte> bytes, int at, byte[] what)
    {
        for (var i = 0; i < what.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = what[i];
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
