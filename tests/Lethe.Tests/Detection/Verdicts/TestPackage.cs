using Lethe.Data;
using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Explain;
using Lethe.Detection.Verdicts;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Verdicts;

/// <summary>A detector trained in a second: blue pictures are fake, red ones real.</summary>
public sealed class TestPackage : IDisposable
{
    public const int Side = 32,
        Steps = 60;

    public TestPackage()
    {
        Folder = Directory.CreateTempSubdirectory("lethe-detector-").FullName;
        Path = System.IO.Path.Combine(Folder, "test.safetensors");
        using var package = Train();
        package.Save(Path);
    }

    public string Folder { get; }

    /// <summary>A file of <see cref="DetectorPackage.Save"/>.</summary>
    public string Path { get; }

    internal static DetectorFacts Facts { get; } =
        new(
            "Red and blue",
            new("tiny", 2, 0.5),
            Side,
            Normalization.ImageNet,
            "faces, or anything but plain red and blue.",
            "# Red and blue\n\nA test.\n",
            "record-1"
        )
        {
            Band = new(0.3, 0.7),
            Calibration = new(0.5, 0.1),
        };

    internal static byte[] Crop(SKColor colour) =>
        [.. Enumerable.Repeat((byte[])[colour.Red, colour.Green, colour.Blue], Side * Side).SelectMany(static pixel => pixel)];

    internal static DetectorPackage Train()
    {
        var random = new Lethe.Runtime.RandomStream(5);
        var package = new DetectorPackage(
            DetectorCatalog.Create(Facts.Spec),
            Facts,
            SpectrumReference.Of([.. Enumerable.Range(0, 4).Select(_ => FrequencyView.Of(Noise(random), Side))])
        );
        package.Detector.train();
        using var adam = optim.Adam(package.Detector.parameters(), 3e-3);
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            // Any colour with more blue than red is fake.
            byte[][] crops =
            [
                .. Enumerable.Range(0, 16).Select(i => Crop(i % 2 == 0 ? Colour(random, high: true) : Colour(random, high: false))),
            ];
            using var labels = tensor(Enumerable.Range(0, 16).Select(static i => i % 2 == 0 ? 0L : 1L).ToArray());
            var loss = nn.functional.cross_entropy(package.Detector.forward(package.Input(crops)), labels);
            adam.zero_grad();
            loss.backward();
            adam.step();
        }
        package.Detector.eval();
        return package;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static byte[] Noise(Lethe.Runtime.RandomStream random) =>
        [.. Enumerable.Range(0, 3 * Side * Side).Select(_ => (byte)random.Next(256))];

    private static SKColor Colour(Lethe.Runtime.RandomStream random, bool high)
    {
        var (more, less) = ((byte)(150 + random.Next(106)), (byte)random.Next(100));
        return high ? new(more, (byte)random.Next(100), less) : new(less, (byte)random.Next(100), more);
    }
}
