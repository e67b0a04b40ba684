using Lethe.Detection.Evaluation;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Evaluation;

public sealed class FeatureDispersionTests
{
    private static List<PairedFrame> Frames(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => new PairedFrame($"v{i}", "id", i % 2 == 1 ? "P-DF" : Film.Real, 0))];

    [Fact]
    public void It_is_what_one_computes_by_hand()
    {
        using var scope = NewDisposeScope();
        // On a line: real at 0 and 2, fake at 10 and 12; the second quality one further.
        var found = FeatureDispersion.Of(tensor(new float[] { 0, 10, 2, 12, 1, 11, 3, 13 }).view(2, 4, 1), Frames(4));
        Assert.Equal(1, found.WithinInstance, 1e-6);
        Assert.Equal(10, found.BetweenClasses, 1e-6); // the means of 0..3 and 10..13
        Assert.Equal(0.1, found.Ratio, 1e-6);
        // 0: a = (1 + 2 + 3) / 3, b = 11.5; 1: a = 4 / 3, b = 10.5; 2 and 3 and the fakes mirror them with b = 9.5, 8.5.
        double S(double a, double b) => (b - a) / b;
        Assert.Equal((S(2, 11.5) + S(4 / 3.0, 10.5) + S(4 / 3.0, 9.5) + S(2, 8.5)) / 4, found.Silhouette, 1e-6);
    }

    [Fact]
    public void It_does_not_depend_on_scale_and_blocks_make_no_difference()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var x = randn(3, 200, 5); // 600 rows: three blocks
        var (one, ten) = (FeatureDispersion.Of(x, Frames(200)), FeatureDispersion.Of(10 * x, Frames(200)));
        Assert.Equal(one.Ratio, ten.Ratio, 1e-6);
        Assert.Equal(one.Silhouette, ten.Silhouette, 1e-6);
        Assert.InRange(one.Silhouette, -0.02, 0.02);
        Assert.InRange(one.Ratio, 0.9, 1.1);
        var fake = tensor(Frames(200).Select(static frame => frame.IsFake).ToArray());
        var rows = (
            Real: x.index_select(1, (~fake).nonzero().flatten()).flatten(0, 1),
            Fake: x.index_select(1, fake.nonzero().flatten()).flatten(0, 1)
        );
        Assert.Equal((rows.Real.unsqueeze(1) - rows.Fake.unsqueeze(0)).norm(2).mean().item<float>(), one.BetweenClasses, 1e-4);
    }

    [Fact]
    public void Too_little_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => FeatureDispersion.Of(randn(1, 4, 2), Frames(4)));
        Assert.Throws<ArgumentException>(() => FeatureDispersion.Of(randn(2, 3, 2), Frames(3)));
        Assert.Throws<ArgumentException>(() => FeatureDispersion.Of(randn(2, 4, 2), Frames(6)));
    }
}
