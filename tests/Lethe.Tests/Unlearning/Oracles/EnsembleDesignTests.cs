using Lethe.Runtime;
using Lethe.Unlearning.Oracles;

namespace Lethe.Tests.Unlearning.Oracles;

public sealed class EnsembleDesignTests
{
    [Fact]
    public void The_profile_says_how_many_unless_asked()
    {
        Assert.Equal(100, EnsembleDesign.For(Profile.Quick, null).Networks);
        Assert.Equal((12, 8), (EnsembleDesign.For(Profile.Quick, 12).Networks, EnsembleDesign.For(Profile.Quick, 12).TrainingSeeds));
        Assert.Equal(8, EnsembleDesign.For(Profile.Quick, 8).TrainingSeeds);
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => EnsembleDesign.For(Profile.Quick, 7)).ExitCode);
    }

    [Fact]
    public void No_two_seeds_of_any_level_are_the_same()
    {
        var unlearning = Enumerable.Range(0, 300).SelectMany(t => Enumerable.Range(0, 4).Select(j => EnsembleDesign.UnlearningSeed(t, j)));
        int[] seeds = [.. unlearning, .. Enumerable.Range(0, 10).Select(EnsembleDesign.EvaluationSeed)];

        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.All(seeds, static seed => Assert.True(seed >= 0));
        Assert.Equal(7, EnsembleDesign.UnlearningSeed(7, 0));
    }
}
