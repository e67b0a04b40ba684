using Lethe.Erasing.Fashion;
using Lethe.Erasing.Judges;
using Lethe.Erasing.Reports;
using Lethe.Tests.Erasing.Fashion;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Reports;

public sealed class ErasureMeterTests(SmallWorld small) : IClassFixture<SmallWorld>
{
    [Fact]
    public void An_untouched_network_changed_nothing()
    {
        using var world = FashionWorld.Open(small.Folder);
        using var same = world.Model.UNet.Copy();
        var drawn = 0;
        var measures = new ErasureMeter(world.Model, world.Detector)
        {
            Pictures = 2,
            Sampler = new(2, 3),
            DriftPaths = 3,
            Drawn = more => drawn += more,
        }.Measure(same, MeasuredPrompt.OfFashion("sneaker", "ankle boot"));
        Assert.Equal(0, measures.NullDrift);
        Assert.Equal(6, measures.Latents);
        Assert.Equal(44, measures.Pictures);
        Assert.Equal(44, drawn);
        Assert.Equal(9, measures.Neighbours.Count);
        Assert.All(
            measures.Changes,
            static change =>
            {
                Assert.Equal(1, change.Similarity, 9);
                Assert.Equal(change.Before!.Counts, change.After!.Counts);
                Assert.Equal(2, change.Before.Pictures);
            }
        );
        Assert.Equal(0, measures.Erased.Distance);
        Assert.Equal(measures.AccuracyBefore, measures.AccuracyAfter);
        Assert.Null(measures.Nothing.AccuracyBefore);
    }

    [Fact]
    public void Without_a_detector_there_is_similarity_and_drift()
    {
        using var model = TinyDiffusion.Create();
        using var other = TinyDiffusion.Create(2);
        var shown = new List<ShownPictures>();
        // Latents of 4 x 4 are pictures of 8 x 8.
        var measures = new ErasureMeter(model, null)
        {
            Pictures = 3,
            Sampler = new(2, 3),
            DriftPaths = 2,
            Seen = pictures => shown.Add(ShownPictures.Of(pictures, 2)),
        }.Measure(other.UNet, MeasuredPrompt.Of("cat", "dog", ["a"]));
        Assert.True(measures.NullDrift > 0);
        Assert.True(measures.Erased.Similarity < 1);
        Assert.All(measures.Changes, static change => Assert.True(change is { Before: null, AccuracyAfter: null, Distance: null }));
        Assert.All(shown, static column => Assert.True(column is { Side: 8, Before: [{ Length: 8 * 8 * 3 }, _], After.Count: 2 }));
    }

    [Fact]
    public void Judges_see_every_picture_with_its_prompt()
    {
        using var model = TinyDiffusion.Create();
        using var other = TinyDiffusion.Create(2);
        var judge = new Listener();
        var measures = new ErasureMeter(model, null)
        {
            Pictures = 3,
            Sampler = new(2, 3),
            DriftPaths = 2,
            Judges = new([judge], null, []),
        }.Measure(other.UNet, MeasuredPrompt.Of("cat", "dog", ["a"]));
        Assert.Equal(["cat", "cat", "dog", "dog", "a", "a", "", ""], judge.Heard);
        Assert.All(
            measures.Changes.Index(),
            static change => Assert.Equal([new("listener", 2 * change.Index, (2 * change.Index) + 1)], change.Item.Judged)
        );
        Assert.Null(measures.Inception);
    }

    // Says how often it was asked before.
    private sealed class Listener : IPictureJudge
    {
        public List<string> Heard { get; } = [];

        public string Name => "listener";

        public IReadOnlyList<double> Judge(Tensor pictures, IReadOnlyList<string> prompts)
        {
            Assert.Equal(pictures.shape[0], prompts.Count);
            Heard.Add(Assert.Single(prompts.Distinct()));
            return [.. prompts.Select(_ => Heard.Count - 1.0)];
        }

        public void Dispose() { }
    }

    [Fact]
    public void Votes_are_counted_by_class()
    {
        using var scope = NewDisposeScope();
        using var world = FashionWorld.Open(small.Folder);
        var pictures = rand(5, 1, 28, 28);
        var expected = world.Detector.Probabilities((2 * pictures) - 1);
        var votes = ClassVotes.Of(world.Detector, pictures, 3);
        Assert.Equal(5, votes.Pictures);
        foreach (var label in Enumerable.Range(0, 10))
        {
            Assert.Equal(expected.argmax(1).eq(label).sum().item<long>(), votes.Counts[label]);
        }
        Assert.Equal(expected.select(1, 3).gt(0.5).sum().item<long>() / 5.0, votes.Detected);
    }
}
