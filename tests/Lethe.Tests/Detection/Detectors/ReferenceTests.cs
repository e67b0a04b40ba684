using System.Text.Json;
using Lethe.Detection.Detectors;
using Lethe.Models;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

/// <summary>What timm and torchvision give for the same random weights, loaded by name. The files come from
/// <c>tests/reference/detectors.py</c>; skipped, and said so, without them.</summary>
public sealed class ReferenceTests
{
    private const string Variable = "LETHE_REFERENCE";

    [Fact]
    public void Detectors_with_the_weights_of_other_libraries_give_the_same_logits()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Need.Other(
            !string.IsNullOrEmpty(folder),
            "LETHE_REFERENCE",
            $"{Variable} names no folder made by tests/reference/detectors.py: agreement with timm and torchvision was not "
                + $"checked on their own files."
        );
        var files = Directory.GetFiles(folder!, "*.json");
        Assert.NotEmpty(files);
        Assert.All(
            files,
            static path =>
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                using var about = JsonDocument.Parse(File.ReadAllText(path));
                using var detector = DetectorCatalog.Create(new(about.RootElement.GetProperty("detector").GetString()!, 2));
                var report = PretrainedWeights.Load(detector, Path.ChangeExtension(path, "safetensors"));
                Assert.Empty(report.Missing);
                Assert.Empty(report.Misshapen);
                detector.eval();
                var (expected, _) = SafetensorsFile.Read(Path.ChangeExtension(path, "expected"));
                var said = detector.forward(expected["images"].ChannelsLast());
                var largest = Math.Max(1, expected["logits"].abs().max().item<float>());
                Assert.InRange((said - expected["logits"]).abs().max().item<float>() / largest, 0, 1e-4);
            }
        );
    }
}
