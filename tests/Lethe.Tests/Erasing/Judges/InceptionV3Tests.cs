using Lethe.Erasing.Judges;
using Lethe.Models;
using Lethe.Tests.Detection.Detectors;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

public sealed class InceptionV3Tests
{
    [Fact]
    public void Its_tensors_are_those_of_the_weight_file_by_number()
    {
        using var network = new InceptionV3();
        Assert.Equal(23_850_960, network.parameters().Sum(static parameter => parameter.numel()));
        var fc = network
            .named_parameters()
            .Where(static named => named.name.StartsWith("fc.", StringComparison.Ordinal))
            .Sum(static named => named.parameter.numel());
        Assert.Equal(21_785_568, network.parameters().Sum(static parameter => parameter.numel()) - fc);
        // 94 convolutions of one kernel and five tensors of normalisation, and the classifier; with running means and variances, without
        // counters.
        var state = network.state_dict();
        Assert.Equal((94 * 6) + 2, state.Count);
        Assert.Equal(
            23_885_392,
            state
                .Where(static entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
                .Sum(static entry => entry.Value.numel())
        );
        Assert.Equal([192, 192, 1, 7], state["Mixed_7a.branch7x7x3_2.conv.weight"].shape);
        Assert.Equal([192, 160, 7, 1], state["Mixed_6c.branch7x7_3.conv.weight"].shape);
        Assert.Equal([1008, 2048], state["fc.weight"].shape);
    }

    [Fact]
    public void Every_stage_has_its_shape()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = new InceptionV3();
        network.eval();
        var map = PoisonedHeap.Images(1, side: 299);
        var shapes = network
            .Stages.Select(stage => (Short(stage.Name), (map = stage.Forward(map)).shape))
            .ToDictionary(static stage => stage.Item1, static stage => string.Join(" x ", stage.shape[1..]));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["1a"] = "32 x 149 x 149",
                ["2a"] = "32 x 147 x 147",
                ["2b"] = "64 x 147 x 147",
                ["pool 1"] = "64 x 73 x 73",
                ["3b"] = "80 x 73 x 73",
                ["4a"] = "192 x 71 x 71",
                ["pool 2"] = "192 x 35 x 35",
                ["5b"] = "256 x 35 x 35",
                ["5c"] = "288 x 35 x 35",
                ["5d"] = "288 x 35 x 35",
                ["6a"] = "768 x 17 x 17",
                ["6b"] = "768 x 17 x 17",
                ["6c"] = "768 x 17 x 17",
                ["6d"] = "768 x 17 x 17",
                ["6e"] = "768 x 17 x 17",
                ["7a"] = "1280 x 8 x 8",
                ["7b"] = "2048 x 8 x 8",
                ["7c"] = "2048 x 8 x 8",
            },
            shapes
        );
    }

    /// <summary>
    /// pytorch-fid's network (commit b9c1811, torchvision 0.14) in float64 with the weights of <see cref="FormulaWeights"/>. With
    /// torchvision's own poolings the norm of the features is 20.10.
    /// </summary>
    [Fact]
    public void Norms_of_maps_features_and_logits_are_those_of_pytorch_fid()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = new InceptionV3();
        FormulaWeights.Fill(network);
        network.eval();
        var pictures = (FormulaWeights.Make("images", 2, 3, 80, 64) / 4) + 0.5;
        var bilinear = InceptionFeatures.Resized(pictures, FidResize.Bilinear).ChannelsLast();
        var norms = new Dictionary<string, double>();
        network.Stages.Aggregate(
            bilinear,
            (map, stage) =>
            {
                var next = stage.Forward(map);
                norms[Short(stage.Name)] = next.to(ScalarType.Float64).norm().item<double>();
                return next;
            }
        );
        Near(551.7962460025919, norms["pool 1"]);
        Near(685.7713134512265, norms["pool 2"]);
        Near(223.00292320554107, norms["6e"]);
        var features = network.forward(bilinear);
        Near(20.973238714417544, features.to(ScalarType.Float64).norm().item<double>());
        Row([0.00674533, 0.02822600, 0.12985319, 0.00334052, 0.0], features[0]);
        Row([0.00687654, 0.02945484, 0.13757955, 0.00307154, 0.0], features[1]);
        var logits = network.Logits(features);
        Assert.All(
            new[] { 0.018973, 0.380163, 0.187470 }.Zip(logits[0, ..3].data<float>()),
            static pair => Assert.Equal(pair.First, pair.Second, 2e-5)
        );

        // clean-fid's resizing, by Pillow 9.4.
        var clean = network.forward(InceptionFeatures.Resized(pictures, FidResize.Clean));
        Near(21.395876980100713, clean.to(ScalarType.Float64).norm().item<double>());
        Row([0.01331615, 0.03802132, 0.12744685, 0.00308910, 0.0], clean[0]);
        Row([0.01605933, 0.04080263, 0.13016952, 0.00329530, 0.0], clean[1]);

        static void Near(double expected, double said) => Assert.InRange(said / expected, 1 - 1e-4, 1 + 1e-4);

        static void Row(double[] expected, Tensor said) =>
            Assert.All(expected.Zip([0, 1, 3, 1500, 2046]), pair => Assert.Equal(pair.First, said[pair.Second].item<float>(), 2e-6));
    }

    // Conv2d_1a_3x3 is 1a.
    private static string Short(string name) => name.Split('_') is [_, var place, ..] ? place : name;

    [Fact]
    public void Features_are_finite_over_a_poisoned_heap()
    {
        manual_seed(1);
        using var noGrad = no_grad();
        using var network = new InceptionV3();
        network.eval();
        for (var call = 0; call < 3; call++)
        {
            using var scope = NewDisposeScope();
            var images = randn(1, 3, 299, 299); // NCHW, as pictures come
            PoisonedHeap.Fill();
            Assert.True(PoisonedHeap.IsFinite(network.forward(images)));
        }
    }
}
