using System.Text;
using Lethe.Detection.Detectors;
using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void Everything_is_copied_whatever_the_library()
    {
        using var source = Small("xception");
        var tensors = source
            .state_dict()
            .Where(static entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .ToDictionary(
                static entry => entry.Key.Replace("fc.", "last_linear.", StringComparison.Ordinal),
                static entry =>
                    entry.Key.EndsWith("pointwise.weight", StringComparison.Ordinal) ? entry.Value.squeeze(3).squeeze(2) : entry.Value
            );
        using var target = Small("xception");
        var report = PretrainedWeights.Load(target, Write(tensors));
        Assert.Equal((tensors.Count, 0, 0, 0), (report.Loaded.Count, report.Missing.Count, report.Extra.Count, report.Misshapen.Count));
        AssertSame(source, target);
    }

    [Fact]
    public void A_classifier_of_other_classes_is_skipped_and_reported_and_so_is_what_nobody_asked_for()
    {
        using var source = Small("resnet50");
        var tensors = new Dictionary<string, Tensor>(source.state_dict())
        {
            ["fc.weight"] = zeros(1000, source.FeatureSize),
            ["aux.weight"] = zeros(1),
        };
        tensors.Remove("fc.bias");
        using var target = Small("resnet50");
        var head = target.Head.weight!.clone();
        var report = PretrainedWeights.Load(target, Write(tensors));
        Assert.Equal(["fc.weight"], report.Misshapen);
        Assert.Equal(["fc.bias"], report.Missing);
        Assert.Equal(["aux.weight"], report.Extra);
        Assert.True(head.equal(target.Head.weight!).all().item<bool>());
        Assert.True(source.state_dict()["conv1.weight"].equal(target.state_dict()["conv1.weight"]).all().item<bool>());
    }

    [Fact]
    public void Anything_else_missing_or_misshapen_stops_it_before_a_weight_is_touched()
    {
        using var source = Small("resnet50");
        var tensors = new Dictionary<string, Tensor>(source.state_dict()) { ["bn1.weight"] = zeros(3) };
        tensors.Remove("layer1.0.conv1.weight");
        using var target = Small("resnet50");
        using var before = (Detector)target.Copy();
        var error = Assert.Throws<LetheException>(() => PretrainedWeights.Load(target, Write(tensors)));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("2 of its", error.Message, StringComparison.Ordinal);
        Assert.Contains("layer1.0.conv1.weight (missing), bn1.weight [3] instead of [16]", error.Message, StringComparison.Ordinal);
        AssertSame(before, target);
    }

    [Fact]
    public void Weights_meet_the_convention_they_were_trained_with()
    {
        using var source = Small("efficientnet-b0");
        using var tensorFlow = Small("efficientnet-b0-tf");
        var path = Write(source.state_dict());
        PretrainedWeights.Load(source, path);
        var error = Assert.Throws<LetheException>(() => PretrainedWeights.Load(tensorFlow, path));
        Assert.Equal((ExitCode.Usage, true), (error.ExitCode, error.Message.Contains("take efficientnet-b0.", StringComparison.Ordinal)));
        PretrainedWeights.Load(tensorFlow, path, Convention.TensorFlow);
        Assert.Contains(
            "take efficientnet-b0-tf.",
            Assert.Throws<LetheException>(() => PretrainedWeights.Load(source, path, Convention.TensorFlow)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("tf_efficientnet_b0.ns_jft_in1k", Convention.TensorFlow)]
    [InlineData("efficientnet_b0", Convention.PyTorch)]
    public void Timm_says_its_convention_in_the_metadata_or_beside_the_file_or_not_at_all(string architecture, Convention convention)
    {
        var tensors = new Dictionary<string, Tensor> { ["conv_stem.weight"] = zeros(1) };
        Assert.Null(PretrainedWeights.Read(Write(tensors)).Trained);
        using var detector = Small("efficientnet-b0");
        Assert.Contains(
            "name the convention",
            Assert.Throws<LetheException>(() => PretrainedWeights.Load(detector, folder["weights.safetensors"])).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(convention, PretrainedWeights.Read(Write(tensors, new() { ["architecture"] = architecture })).Trained);
        folder.Write("config.json", Encoding.UTF8.GetBytes($$"""{"architecture": "{{architecture}}"}"""));
        Assert.Equal(convention, PretrainedWeights.Read(Write(tensors)).Trained);
        folder.Write("config.json", "not json"u8.ToArray());
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => PretrainedWeights.Read(Write(tensors))).ExitCode);
    }

    [Fact]
    public void A_layer_that_comes_twice_is_refused() =>
        Assert.Contains(
            "twice",
            Assert
                .Throws<LetheException>(() =>
                    PretrainedWeights.Read(
                        Write(new Dictionary<string, Tensor> { ["fc.bias"] = zeros(2), ["last_linear.bias"] = zeros(2) })
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    private string Write(IDictionary<string, Tensor> tensors, Dictionary<string, string>? metadata = null)
    {
        SafetensorsFile.Write(folder["weights.safetensors"], tensors, metadata);
        return folder["weights.safetensors"];
    }

    private static Detector Small(string name) => DetectorCatalog.Create(new(name, 2, 0.25));

    private static void AssertSame(Detector expected, Detector actual)
    {
        var state = actual.state_dict();
        Assert.All(expected.state_dict(), entry => Assert.True(entry.Value.equal(state[entry.Key]).all().item<bool>(), entry.Key));
    }
}
