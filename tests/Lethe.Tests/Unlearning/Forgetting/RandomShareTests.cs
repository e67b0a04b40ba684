using CsCheck;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Tests.Unlearning.Forgetting;

public sealed class RandomShareTests
{
    [Fact]
    public void A_share_and_the_rest_are_all_images_once_and_the_test_set_stays_whole()
    {
        using var data = ForgetSetTests.Data();
        Gen.Select(Gen.Int[2, 98], Gen.Int[0, 1000])
            .Sample(
                (percent, seed) =>
                {
                    var split = new RandomShare(percent, seed).Split(data);
                    var count = (int)Math.Round(64 * percent / 100.0);
                    Assert.Equal(($"random:{percent}%:{seed}", count, 64 - count, 0, 32), ForgetSetTests.Sizes(split));
                    Assert.True(split.TestIsWhole);
                    Assert.Empty(split.Classes);
                },
                iter: 50
            );
    }

    [Fact]
    public void A_seed_gives_the_same_images_and_another_seed_others()
    {
        using var data = ForgetSetTests.Data();
        string Labels(int seed)
        {
            using var labels = new RandomShare(25, seed).Split(data).ForgetTrain.Labels();
            return string.Concat(labels.data<long>().ToArray());
        }

        Assert.Equal(Labels(1), Labels(1));
        Assert.Equal(8, Enumerable.Range(0, 8).Select(Labels).Distinct().Count());
        Assert.Equal(4, Labels(0).Distinct().Count()); // of all classes
    }
}
