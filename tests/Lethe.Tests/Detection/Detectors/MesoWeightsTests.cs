using Lethe.Detection.Detectors;
using Lethe.Imaging;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

public sealed class MesoWeightsTests : IDisposable
{
    private const int Side = 64;
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("mesonet4")]
    [InlineData("mesoinception4")]
    public void A_Keras_file_gives_what_plain_loops_over_its_arrays_give(string name)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var inception = name == "mesoinception4";
        var arrays = Arrays(inception);
        using var detector = Small(name);
        var report = PretrainedWeights.Load(detector, Write(arrays));
        Assert.Equal((arrays.Count, 0, 0, 0), (report.Loaded.Count, report.Missing.Count, report.Extra.Count, report.Misshapen.Count));
        detector.eval();
        var images = rand(2, Side, Side, 3);
        var logits = detector.forward(images.permute(0, 3, 1, 2));
        var reference = new MesoReference(inception, arrays.ToDictionary(static entry => entry.Key, static entry => entry.Value.Values));
        for (var i = 0; i < 2; i++)
        {
            var pixels = new double[Side, Side, 3];
            Buffer.BlockCopy(images[i].to(ScalarType.Float64).data<double>().ToArray(), 0, pixels, 0, pixels.Length * sizeof(double));
            var z = reference.Run(pixels);
            Assert.InRange(logits[i, 0].item<float>(), z - 1e-4, z + 1e-4);
            Assert.Equal(0, logits[i, 1].item<float>());
        }
    }

    [Fact]
    public void A_whole_model_is_read_like_its_weights()
    {
        using var detector = Small("mesonet4");
        var path = folder["whole.h5"];
        File.WriteAllBytes(path, KerasFile.Of(Layers(Arrays(false), "model_weights/")));
        Assert.Empty(MesoWeights.Load(detector, path).Missing);
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_a_weight_is_touched()
    {
        using var detector = Small("mesonet4");
        using var before = (Detector)detector.Copy();
        var arrays = Arrays(false);
        arrays["dense_1/kernel:0"] = (arrays["dense_1/kernel:0"].Values, [16, 64]);
        Refused(Write(arrays), "fc1.weight is [16, 64] there, wanted are numbers that make [16, 64]");
        arrays.Remove("dense_1/kernel:0");
        Refused(Write(arrays), "dense_1");
        Refused(Write(Arrays(true)), "it has 16 layers of the kind conv2d, the network 4");
        Refused(folder.Write("text.h5", "no such thing"u8.ToArray()), "is not a Keras file");
        Refused(folder.Write("large.h5", new byte[(16 << 20) + 1]), "bytes");
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => MesoWeights.Load(detector, folder["none.h5"])).ExitCode);
        var state = detector.state_dict();
        Assert.All(before.state_dict(), entry => Assert.True(entry.Value.equal(state[entry.Key]).all().item<bool>(), entry.Key));

        void Refused(string path, string message)
        {
            var error = Assert.Throws<LetheException>(() => MesoWeights.Load(detector, path));
            Assert.Equal(ExitCode.BadFile, error.ExitCode);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_and_nothing_else()
    {
        using var detector = Small("mesonet4");
        var good = File.ReadAllBytes(Write(Arrays(false)));
        var random = RandomStream.For(1, "damage");
        var refused = 0;
        for (var i = 0; i < 100; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var flips = random.Next(8); flips >= 0; flips--)
            {
                bytes[random.Next(2) == 0 ? random.Next(bytes.Length) : random.Next(4096)] = (byte)(
                    random.Next(3) == 0 ? 255 : random.Next(256)
                );
            }
            try
            {
                MesoWeights.Load(detector, folder.Write("damaged.h5", random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : bytes));
            }
            catch (LetheException error) when (error.ExitCode == ExitCode.BadFile)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 10, 100);
    }

    [Fact]
    public void Another_detector_takes_no_Keras_file()
    {
        using var tiny = Small("tiny");
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => PretrainedWeights.Load(tiny, "weights.h5")).ExitCode);
    }

    [Theory]
    [InlineData("mesonet4", "Meso4_DF.h5")]
    [InlineData("mesoinception4", "MesoInception_DF.h5")]
    public void The_authors_weights_tell_the_authors_pictures_apart(string name, string weights)
    {
        var data = Environment.GetEnvironmentVariable("LETHE_MESONET");
        Need.Other(
            Directory.Exists(data),
            "LETHE_MESONET",
            "LETHE_MESONET names no folder with MesoNet's weights and pictures; 'lethe data get mesonet' gets one."
        );
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var detector = DetectorCatalog.Create(new(name, 2));
        PretrainedWeights.Load(detector, Find(weights));
        detector.eval();
        foreach (
            var (picture, isReal) in ((string, bool)[])
                [("real00240.jpg", true), ("real00772.jpg", true), ("df00204.jpg", false), ("df01254.jpg", false)]
        )
        {
            var pixels = tensor(ImageFile.Read(Find(picture), 256)!, [1, 3, 256, 256], uint8).to(ScalarType.Float32).div_(255);
            var real = detector.forward(pixels.ChannelsLast()).softmax(1)[0, 0].item<float>();
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{weights} {picture}: real {real:F4}"));
            Assert.Equal(isReal, real > 0.5);
        }

        string Find(string file) => Directory.EnumerateFiles(data!, file, SearchOption.AllDirectories).First();
    }

    public void Dispose() => folder.Dispose();

    /// <summary>The bytes of a <c>mesonet4</c> for pictures of 64 pixels a side.</summary>
    internal static byte[] Whole() => KerasFile.Of(Layers(Arrays(false)));

    private static Detector Small(string name) => DetectorCatalog.Create(new(name, 2, Side: Side));

    private static Dictionary<string, (float[] Values, int[] Shape)> Arrays(bool inception)
    {
        var random = RandomStream.For(3, "meso");
        var arrays = new Dictionary<string, (float[], int[])>();
        foreach (var (i, (side, input, output, _)) in MesoReference.Kernels(inception).Index())
        {
            Add($"conv2d_{i + 1}/kernel:0", Math.Sqrt(6.0 / (side * side * input)), 0, side, side, input, output);
            Add($"conv2d_{i + 1}/bias:0", 0.2, 0, output);
        }
        foreach (var (i, width) in MesoReference.Widths(inception).Index())
        {
            Add($"batch_normalization_{i + 1}/gamma:0", 0.3, 1, width);
            Add($"batch_normalization_{i + 1}/beta:0", 0.3, 0, width);
            Add($"batch_normalization_{i + 1}/moving_mean:0", 0.3, 0, width);
            Add($"batch_normalization_{i + 1}/moving_variance:0", 0.3, 0.5, width);
        }
        Add("dense_1/kernel:0", 0.2, 0, 16 * (Side / 32) * (Side / 32), 16);
        Add("dense_1/bias:0", 0.2, 0, 16);
        Add("dense_2/kernel:0", 0.5, 0, 16, 1);
        Add("dense_2/bias:0", 0.2, 0, 1);
        return arrays;

        void Add(string key, double spread, double middle, params int[] shape) =>
            arrays[key] = (
                [
                    .. Enumerable
                        .Range(0, shape.Aggregate(1, static (product, side) => product * side))
                        .Select(_ => (float)((((2 * random.NextDouble()) - 1) * spread) + middle)),
                ],
                shape
            );
    }

    private string Write(Dictionary<string, (float[] Values, int[] Shape)> arrays) =>
        folder.Write("weights.h5", KerasFile.Of(Layers(arrays)));

    // layer / layer / part, as Keras writes it; a layer without numbers beside them.
    private static IEnumerable<(string, float[], int[])> Layers(
        Dictionary<string, (float[] Values, int[] Shape)> arrays,
        string root = ""
    ) =>
        arrays
            .Select(array => ($"{root}{array.Key.Split('/')[0]}/{array.Key}", array.Value.Values, array.Value.Shape))
            .Append(($"{root}flatten_1/", [], []));
}
