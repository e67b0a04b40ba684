using Lethe.Erasing.Judges;
using Lethe.Metrics;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

public sealed class InceptionScoresTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public void Few_pictures_come_with_a_note_and_without_KID()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (a, b) = (rand(6, 2048), rand(5, 2048));
        var scores = InceptionScores.Of(a, b);
        Assert.Equal(
            (FrechetDistance.Of(a, b), null, null, 6, 5),
            (scores.Fid, scores.Kid, scores.KidDeviation, scores.First, scores.Second)
        );
        Assert.Contains("6 and 5 pictures", scores.Note, StringComparison.Ordinal);
        Assert.Contains("KID needs 1000", scores.Note, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => InceptionScores.Of(rand(6, 64), rand(5, 64)));
    }

    [Fact]
    public void The_note_goes_with_enough_pictures()
    {
        Assert.Null(new InceptionScores(1, 0, 0, 2048, 30_000).Note);
        Assert.DoesNotContain("KID", new InceptionScores(1, 0, 0, 2047, 30_000).Note, StringComparison.Ordinal);
    }
}
