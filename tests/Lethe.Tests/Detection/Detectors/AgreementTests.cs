using Lethe.Detection.Detectors;
using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

/// <summary>
/// What other implementations give for the weights of <see cref="FormulaWeights"/>: torchvision 0.14's for resnet50 and the efficientnets,
/// and definitions in plain PyTorch, written from the
/// tables of the papers, for the TensorFlow convention and xception; all in float64.
/// </summary>
public sealed class AgreementTests
{
    [Theory]
    [InlineData(
        "resnet50",
        new[] { -27.317324, 98.557681, -25.279777, 105.163292 },
        new[] { 396.276329, 1401.739788, 2788.548393, 8070.462762, 10775.691005, 3916.187221 }
    )]
    [InlineData(
        "efficientnet-b0",
        new[] { -0.062736306, -0.262527322, -0.062484861, -0.262430487 },
        new[] { 157.073365, 58.788770, 29.470095, 26.293352, 13.773123, 22.706660 }
    )]
    [InlineData(
        "efficientnet-b1",
        new[] { -0.047742054, -0.372417123, -0.047494067, -0.371835909 },
        new[] { 174.955577, 74.685360, 35.698982, 32.388784, 19.935162, 30.846044 }
    )]
    [InlineData(
        "efficientnet-b1-tf",
        new[] { -0.041270689, -0.386193213, -0.040877103, -0.385234274 },
        new[] { 176.646674, 76.518898, 36.636602, 32.382815, 20.072165, 31.014293 }
    )]
    [InlineData(
        "efficientnet-b4",
        new[] { -0.381839078, 0.418998898, -0.380367872, 0.418462380 },
        new[] { 150.771383, 64.314455, 47.847534, 45.905015, 25.931819, 40.090773 }
    )]
    [InlineData(
        "xception",
        new[] { 6135.196663, -2485.195728, 5693.266735, -2517.836466 },
        new[] { 307.710259, 636.907484, 1326.944146, 461596.551957, 810225.635636, 252467.730274 }
    )]
    public void Logits_and_norms_of_the_taps(string name, double[] logits, double[] taps)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var detector = DetectorCatalog.Create(new(name, 2));
        FormulaWeights.Fill(detector);
        detector.eval();
        var seen = detector.Look(FormulaWeights.Make("images", 2, 3, 72, 64).ChannelsLast());
        var tolerance = 1e-4 * logits.Max(Math.Abs);
        Assert.All(
            logits.Zip(seen.Logits.data<float>()),
            pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance)
        );
        Assert.All(
            taps.Zip(seen.Levels),
            static pair => Assert.InRange(pair.Second.to(ScalarType.Float64).norm().item<double>() / pair.First, 1 - 1e-4, 1 + 1e-4)
        );
    }
}
