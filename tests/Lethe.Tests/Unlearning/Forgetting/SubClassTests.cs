using Lethe.Data;
using Lethe.Runtime;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Tests.Unlearning.Forgetting;

public sealed class SubClassTests
{
    [Fact]
    public void The_network_sees_super_classes_and_one_of_their_parts_is_forgotten()
    {
        var set = ForgetSet.Parse("subclass:shirt");
        using var data = set.Prepare(DatasetCatalog.Load(FashionMnist.SampleName));
        Assert.Equal(["tops", "trousers", "dresses", "footwear", "bags"], data.Train.ClassNames);
        Assert.EndsWith(", super-classes", data.Title, StringComparison.Ordinal);

        var split = set.Split(data);
        Assert.Equal(("subclass:6", 1000, 9000, 200, 1800), ForgetSetTests.Sizes(split));
        Assert.Equal(3000, split.SiblingsTrain!.Count);
        Assert.Empty(split.Classes);
        Assert.False(split.TestIsWhole);
        using var labels = split.ForgetTrain.Labels();
        Assert.True(labels.eq(0).all().item<bool>()); // tops
    }

    [Fact]
    public void A_slice_and_a_copy_know_their_sub_classes_too()
    {
        var set = ForgetSet.Parse("subclass:5");
        using var data = set.Prepare(DatasetCatalog.Load(FashionMnist.SampleName)).Slice(100);
        using var copy = data.To(TorchSharp.torch.CPU);
        Assert.Equal(data.Train.FineLabels, copy.Train.FineLabels);
        Assert.Equal(100, copy.Train.FineLabels!.Count);
        Assert.Equal(data.Train.FineLabels!.Count(static one => one == 5), set.Split(copy).ForgetTrain.Count);
    }

    [Fact]
    public void A_class_that_is_alone_is_no_sub_class()
    {
        var set = ForgetSet.Parse("subclass:Bag");
        using var data = set.Prepare(DatasetCatalog.Load(FashionMnist.SampleName));
        var error = Assert.Throws<LetheException>(() => set.Split(data));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("alone in its super-class", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_class_is_in_one_super_class() =>
        Assert.All(
            DatasetCatalog.All.Where(static one => one.SuperClasses.Count > 0),
            static one =>
                Assert.Equal(Enumerable.Range(0, one.ClassNames.Count), one.SuperClasses.SelectMany(static group => group.Classes).Order())
        );
}
