using CsCheck;
using Lethe.Runtime;
using Lethe.Unlearning;

namespace Lethe.Tests.Unlearning;

public sealed class RandomLabelTests
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
                    var drawn = RandomLabel.Draw(world.Data.All(), ImageWorld.Classes, RandomStream.For(seed));
                    return drawn.Zip(truth).All(static pair => pair.First != pair.Second && pair.First is >= 0 and < ImageWorld.Classes);
                },
                iter: 50
            );
    }

    [Fact]
    public void The_others_are_drawn_alike()
    {
        using var world = new ImageWorld();
        var counts = new int[ImageWorld.Classes];
        for (var seed = 0; seed < 100; seed++)
        {
            foreach (var label in RandomLabel.Draw(world.ForgetTrain, ImageWorld.Classes, RandomStream.For(seed)))
            {
                counts[label]++;
            }
        }
        Assert.Equal(0, counts[ImageWorld.Forget]);
        // 800 +- 23
        Assert.All(counts.Where(static (_, label) => label != ImageWorld.Forget), static count => Assert.InRange(count, 700, 900));
    }
}
