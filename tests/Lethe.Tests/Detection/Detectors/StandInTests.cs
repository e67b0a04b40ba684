using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

public sealed class StandInTests
{
    [Fact]
    public void Everything_that_stands_in_says_so()
    {
        Assert.All(
            ObjectiveCatalog.Names.Concat(DetectorCatalog.Names).Where(static name => name.Contains("bznet") || name.Contains("fang")),
            static name => Assert.EndsWith("-stand-in", name)
        );
        Assert.All(
            (IDetectorObjective[])[new BznetStandInObjective(), new FangLinStandInObjective()],
            static objective => Assert.EndsWith("(stand-in)", objective.Title)
        );
    }

    [Fact]
    public void Three_scales_share_one_Xception()
    {
        using var scope = NewDisposeScope();
        using var xception = DetectorCatalog.Create(new("xception", 2, 0.125));
        using var detector = (BznetStandIn)DetectorCatalog.Create(new("bznet-stand-in", 2, 0.125));
        var features = xception.FeatureSize;
        Assert.Equal(3 * features, detector.FeatureSize);
        Assert.Equal(xception.ParameterCount + (2 * features * 2), detector.ParameterCount);
        var seen = randn(2, 3 * features);
        var branches = detector.BranchLogits(seen);
        Assert.Equal(3, branches.Count);
        Assert.True(
            (branches[0] + branches[1] + branches[2] - (2 * detector.Head.bias!)).allclose(detector.Head.forward(seen), atol: 1e-5)
        );
    }

    [Fact]
    public void Answers_that_differ_between_qualities_cost()
    {
        using var scope = NewDisposeScope();
        var (sure, unsure) = (tensor(new float[] { 1, 0, 0, 1 }).reshape(2, 2), full(2, 2, 0.5f));
        Assert.Equal(0, FangLinStandInObjective.Inconsistency([sure, sure, sure]).item<float>());
        Assert.Equal(2 * 0.5, FangLinStandInObjective.Inconsistency([sure, unsure, unsure]).item<float>(), 1e-6);
    }
}
