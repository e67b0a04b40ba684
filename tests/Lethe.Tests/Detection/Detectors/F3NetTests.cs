using Lethe.Detection.Detectors;
using Lethe.Runtime;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors;

public sealed class F3NetTests
{
    [Theory]
    [InlineData("f3net", 48_319_026)] // 48.3 M
    [InlineData("f3net-fad", 21_171_246)] // 21.17 M
    public void Two_classes_at_full_width_and_299_pixels(string name, long count)
    {
        using var detector = DetectorCatalog.Create(new(name, 2, Side: 299));
        Assert.Equal(count, detector.ParameterCount);
    }

    [Theory]
    [InlineData("f3net", 0, "built for one size")]
    [InlineData("f3net-fad", 0, "built for one size")]
    [InlineData("f3net-fad", 16, "built for one size")]
    [InlineData("f3net", 72, "cannot be mixed")]
    public void A_size_without_a_network_is_refused(string name, int side, string why)
    {
        var refused = Assert.Throws<LetheException>(() => DetectorCatalog.Create(new(name, 2, 0.125, Side: side)));
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains(why, refused.Message);
    }

    [Theory]
    [InlineData("f3net")]
    [InlineData("f3net-fad")]
    public void Images_of_another_size_are_refused(string name)
    {
        using var scope = NewDisposeScope();
        using var detector = DetectorCatalog.Create(new(name, 2, 0.125, Side: 64));
        Assert.Contains("64 x 64", Assert.Throws<LetheException>(() => detector.Look(PoisonedHeap.Images(1, side: 96))).Message);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(128)]
    [InlineData(224)]
    [InlineData(256)]
    [InlineData(299)]
    public void The_two_streams_meet(int side)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var detector = DetectorCatalog.Create(new("f3net", 2, 0.125, Side: side));
        detector.eval();
        var output = detector.Look(PoisonedHeap.Images(1, side: side));
        Assert.Equal(6, output.Levels.Count);
        Assert.Equal([1, 512], output.Features.shape);
        Assert.Equal([1, 2], output.Logits.shape);
    }
}
