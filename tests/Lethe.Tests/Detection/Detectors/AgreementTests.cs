using Lethe.Detection;
using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection;

/// <summary>
/// What other implementations give for the weights of <see cref="FormulaWeights"/>: torchvision 0.14's for resnet50 and the efficientnets, and definitions in plain PyTorch, written from the
/// tables of the papers, for the TensorFlow convention and xception.
/// </summary>
public sealed class AgreementTests
{
    [Theory]
    [InlineData("resnet50", new[] { 429.20172, 1162.31201, 352.75369, 1178.29770 }, new[] { 440.62673, 2619.91614, 11490.41921, 93478.07672, 214029.89751, 77385.86637 })]
    [InlineData("efficientnet-b0", new[] { -0.21973415, -0.70953077, -0.23317243, -0.66625714 }, new[] { 234.36986, 167.07218, 143.71494, 73.67864, 26.20330, 44.69979 })]
    [InlineData("efficientnet-b1", new[] { 0.45643580, 4.48611307, -8.48145771, 7.18404007 }, new[] { 287.74181, 270.85722, 331.76906, 504.07562, 466.45603, 973.80506 })]
    [InlineData("efficientnet-b1-tf", new[] { -3.38556051, 7.25520945, -4.42297363, 0.18474630 }, new[] { 289.65383, 277.95658, 334.10757, 443.57631, 379.50347, 784.39338 })]
    [InlineData("efficientnet-b4", new[] { -25.77311707, 117.46051025, 12.29553795, 103.52126312 }, new[] { 253.48250, 226.59773, 246.47345, 2472.53766, 5182.41158, 10744.61561 })]
    [InlineData("efficientnet-b4-tf", new[] { -124.11859131, 232.93611145, -96.07008362, 68.30847931 }, new[] { 258.66380, 230.91254, 278.83447, 2867.59540, 5376.92948, 11032.25711 })]
    [InlineData("xception", new[] { 244786.78125, -165058.09375, 232664.21875, -152295.1875 }, new[] { 385.05584, 974.46346, 2530.47195, 10396255.61336, 28593458.27436, 8917357.5974 })]
    public void Logits_and_norms_of_the_taps(string name, double[] logits, double[] taps)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var detector = DetectorCatalog.Create(new(name, 2));
        FormulaWeights.Fill(detector);
        detector.eval();
        var seen = detector.Look(FormulaWeights.Make("images", 2, 3, 72, 64).ChannelsLast());
        var tolerance = 1e-4 * logits.Max(Math.Abs);
        Assert.All(logits.Zip(seen.Logits.data<float>()), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
        Assert.All(taps.Zip(seen.Levels), static pair => Assert.InRange(pair.Second.to(ScalarType.Float64).norm().item<double>() / pair.First, 1 - 1e-4, 1 + 1e-4));
    }
}
