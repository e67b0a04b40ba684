using CsCheck;
using Lethe.Detection.Verdicts;
using Lethe.Experiments.Records;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using Lethe.Training;
using SkiaSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Verdicts;

public sealed class DetectorPackageTests(TestPackage trained) : IClassFixture<TestPackage>
{
    [Fact]
    public void What_is_saved_is_what_is_opened()
    {
        using var package = DetectorPackage.Open(trained.Path);
        Assert.Equal(TestPackage.Facts.ToString(), (package.Facts with { Normalization = TestPackage.Facts.Normalization }).ToString());
        Assert.Equal(TestPackage.Facts.Normalization.Mean, package.Facts.Normalization.Mean);
        Assert.Equal(TestPackage.Side / 2 + 1, package.Reference!.Mean.Length);
        Assert.Equal(TestPackage.Facts.Card, File.ReadAllText(Path.ChangeExtension(trained.Path, ".md")));
        var again = Path.Combine(trained.Folder, "again.safetensors");
        package.Save(again);
        Assert.Equal(File.ReadAllBytes(trained.Path), File.ReadAllBytes(again));
    }

    [Fact]
    public void Rounded_it_takes_half_the_room_and_answers_the_same_after_a_round_trip()
    {
        using var package = DetectorPackage.Open(trained.Path);
        DetectorPackage.Round(package.Detector);
        var path = Path.Combine(trained.Folder, "rounded.safetensors");
        package.Save(path);
        Assert.InRange(new FileInfo(path).Length, 0.4 * new FileInfo(trained.Path).Length, 0.7 * new FileInfo(trained.Path).Length);
        using var again = DetectorPackage.Open(path);
        Assert.Equal(package.Logits([TestPackage.Crop(SKColors.Red)]), again.Logits([TestPackage.Crop(SKColors.Red)]));
    }

    [Fact]
    public void The_detector_that_comes_with_the_kit_is_that_of_its_record()
    {
        Assert.Contains(DetectorPackage.Default, DetectorPackage.Shipped);
        using var package = DetectorPackage.Open(DetectorPackage.Default);
        var record = new RecordStore(Path.Combine(Snapshot.Repository, "results", "small")).Find(package.Facts.TrainingRecord)!;
        Assert.Equal(package.Facts.Spec.Architecture, record.Cell.Model);
        Assert.Contains(
            FormattableString.Invariant(
                $"| all qualities together | {record.Metrics["pooled.auc"]:F1} [{record.Metrics["pooled.auc.low"]:F1}, "
            ) + FormattableString.Invariant($"{record.Metrics["pooled.auc.high"]:F1}]"),
            package.Facts.Card,
            StringComparison.Ordinal
        );
        Assert.Equal(
            package.Facts.Card,
            File.ReadAllText(Path.Combine(Snapshot.Repository, "src", "Lethe", "Detection", "Verdicts", "Packages", "qad.md"))
        );
        Assert.Contains("forgeries by real deepfake tools", package.Facts.NeverSeen, StringComparison.Ordinal);
    }

    [Fact]
    public void It_answers_each_crop_for_itself()
    {
        using var package = DetectorPackage.Open(trained.Path);
        byte[][] crops = [TestPackage.Crop(SKColors.Red), TestPackage.Crop(SKColors.Blue), TestPackage.Crop(new(210, 30, 40))];
        var together = package.Logits(crops);
        Assert.All(crops.Zip(together), pair => Assert.Equal(package.Logits([pair.First])[0], pair.Second, 1e-3));
        Assert.True(together[0] < -1 && together[1] > 1 && together[2] < -1);
        Assert.Equal(40, package.Logits([.. Enumerable.Repeat(crops[0], 40)]).Length);
    }

    [Fact]
    public void Pixels_are_scaled_as_the_package_says()
    {
        using var package = DetectorPackage.Open(trained.Path);
        using var input = package.Input([TestPackage.Crop(new(255, 0, 51))]);
        Assert.Equal([1, 3, TestPackage.Side, TestPackage.Side], input.shape);
        Assert.Equal((1 - 0.485f) / 0.229f, input[0, 0, 3, 4].item<float>(), 1e-5f);
        Assert.Equal((0.2f - 0.406f) / 0.225f, input[0, 2, 3, 4].item<float>(), 1e-5f);
    }

    [Fact]
    public void Probabilities_are_calibrated_and_stay_within_their_limits()
    {
        Assert.Equal(1 / (1 + Math.Exp(-((0.5 * 3) + 0.1))), TestPackage.Facts.Probability(3), 1e-12);
        Gen.Double[-1e6, 1e6].Sample(static logit => TestPackage.Facts.Probability(logit) is >= 0 and <= 1);
        Gen.Select(Gen.Double[-50, 50], Gen.Double[-50, 50])
            .Sample(
                static (a, b) =>
                    (a <= b) == (TestPackage.Facts.Probability(a) <= TestPackage.Facts.Probability(b)) || Math.Abs(a - b) < 1e-6
            );
    }

    [Theory]
    [InlineData("format", "lethe-detector/9")]
    [InlineData("architecture", "../../etc/passwd")]
    [InlineData("width", "1e300")]
    [InlineData("width", "NaN")]
    [InlineData("side", "1000000")]
    [InlineData("side", "32.5")]
    [InlineData("built_for_side", "16")]
    [InlineData("mean", "0 0")]
    [InlineData("std", "0 0 0")]
    [InlineData("std", "NaN 1 1")]
    [InlineData("margin", "-1")]
    [InlineData("slope", "0")]
    [InlineData("slope", "-2")]
    [InlineData("offset", "Infinity")]
    [InlineData("unsure_from", "0.9")]
    [InlineData("unsure_to", "1.1")]
    [InlineData("title", "")]
    [InlineData("title", "two\nlines")]
    [InlineData("never_seen", "\u001b[2Jgone")]
    [InlineData("card", "")]
    public void Metadata_out_of_range_is_refused(string key, string value)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafetensorsFile.Read(trained.Path);
        metadata[key] = value;
        var path = Path.Combine(trained.Folder, "bad.safetensors");
        SafetensorsFile.Write(path, tensors, metadata);
        var error = Assert.Throws<LetheException>(() => DetectorPackage.Open(path));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    [Fact]
    public void Each_piece_of_metadata_is_needed()
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafetensorsFile.Read(trained.Path);
        var path = Path.Combine(trained.Folder, "bad.safetensors");
        foreach (var key in metadata.Keys)
        {
            SafetensorsFile.Write(path, tensors, metadata.Where(pair => pair.Key != key).ToDictionary());
            Assert.Contains($"its {key} is missing", Assert.Throws<LetheException>(() => DetectorPackage.Open(path)).Message);
        }
    }

    [Theory]
    [InlineData("network.fc.bias", false)]
    [InlineData("reference.mean", false)]
    [InlineData("surplus", true)]
    public void Tensors_that_are_missing_or_too_many_are_refused(string name, bool isAdded)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafetensorsFile.Read(trained.Path);
        if (isAdded)
        {
            tensors.Add(name, zeros(2));
        }
        else
        {
            tensors.Remove(name);
        }
        var path = Path.Combine(trained.Folder, "bad.safetensors");
        SafetensorsFile.Write(path, tensors, metadata);
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => DetectorPackage.Open(path)).ExitCode);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_said_to_be_damaged()
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafetensorsFile.Read(trained.Path);
        tensors["network.fc.bias"] = full([2], double.NaN, ScalarType.Float32);
        var path = Path.Combine(trained.Folder, "bad.safetensors");
        SafetensorsFile.Write(path, tensors, metadata);
        using var package = DetectorPackage.Open(path);
        Assert.Equal(ExitCode.NotFinite, Assert.Throws<LetheException>(() => package.Logits([TestPackage.Crop(SKColors.Red)])).ExitCode);
    }

    [Fact]
    public void A_name_that_no_build_has_says_what_to_do() =>
        Assert.Contains("--model FILE.safetensors", Assert.Throws<LetheException>(static () => DetectorPackage.Open("nonesuch")).Message);

    [Fact]
    public void Every_shipped_detector_opens()
    {
        foreach (var name in DetectorPackage.Shipped)
        {
            using var package = DetectorPackage.Open(name);
            Assert.InRange(package.Logits([new byte[3 * package.Facts.Side * package.Facts.Side]])[0], -1e6, 1e6);
        }
    }
}
