using CsCheck;
using Lethe.Runtime;
using Lethe.Unlearning;

namespace Lethe.Tests.Unlearning;

public sealed class WrongLabelsTests
{
    [Fact]
    public void No_label_is_the_true_one()
    {
        using var world = new ImageWorld();
        using var labels = world.Data.Labels.clone();
        var truth = labels.data<long>().ToArray();
        Gen.Int[0, 100_000]
            .Sample(
                seed =>
                {
                    var drawn = Drawn(truth, seed, LabelRange.NotItsOwn);
                    return drawn.Zip(truth).All(static pair => pair.First != pair.Second && pair.First is >= 0 and < ImageWorld.Classes);
                },
                iter: 50
            );
    }

    [Fact]
    public void The_others_are_drawn_alike()
    {
        var truth = Enumerable.Repeat((long)ImageWorld.Forget, ImageWorld.PerClass).ToArray();
        var counts = new int[ImageWorld.Classes];
        for (var seed = 0; seed < 100; seed++)
        {
            foreach (var label in Drawn(truth, seed, LabelRange.NotItsOwn))
            {
                counts[label]++;
            }
        }
        Assert.Equal(0, counts[ImageWorld.Forget]);
        // 800 +- 23
        Assert.All(counts.Where(static (_, label) => label != ImageWorld.Forget), static count => Assert.InRange(count, 700, 900));
    }

    [Fact]
    public void From_all_classes_the_true_one_comes_as_often_as_the_others()
    {
        var counts = Counts(LabelRange.All);
        Assert.All(counts, static count => Assert.InRange(count, 500, 700)); // 600 +- 21
    }

    [Fact]
    public void Of_the_kept_classes_none_is_to_be_forgotten()
    {
        var counts = Counts(LabelRange.Kept);
        Assert.Equal([0, 0], (int[])[counts[0], counts[ImageWorld.Forget]]);
        Assert.InRange(counts[1], 1100, 1300); // 1200 +- 25
    }

    [Fact]
    public void They_are_drawn_anew_as_often_as_is_said()
    {
        var rows = Enumerable.Range(0, 60).Select(static i => (long)i).ToArray();
        Check(LabelRedraw.Never, true, true);
        Check(LabelRedraw.EachEpoch, true, false);
        Check(LabelRedraw.EachBatch, false, false);

        void Check(LabelRedraw redraw, bool sameInEpoch, bool sameInNext)
        {
            var labels = new WrongLabels(new long[60], 10, [1], LabelRange.NotItsOwn, redraw, RandomStream.For(1));
            var first = labels.At(rows);
            Assert.Equal(sameInEpoch, first.SequenceEqual(labels.At(rows)));
            Assert.Equal(sameInNext, first.SequenceEqual(labels.At(rows, 2)));
        }
    }

    private static int[] Counts(LabelRange range)
    {
        var counts = new int[ImageWorld.Classes];
        for (var seed = 0; seed < 100; seed++)
        {
            foreach (var label in Drawn(new long[24], seed, range))
            {
                counts[label]++;
            }
        }
        return counts;
    }

    private static long[] Drawn(long[] own, int seed, LabelRange range) =>
        new WrongLabels(own, ImageWorld.Classes, [1, 3], range, LabelRedraw.Never, RandomStream.For(seed)).At([
            .. Enumerable.Range(0, own.Length).Select(static i => (long)i),
        ]);
}
