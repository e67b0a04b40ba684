using Lethe.Faces.Finders;

namespace Lethe.Tests.Faces.Finders;

public sealed class PixelBoxTests
{
    [Fact]
    public void Boxes_near_each_other_become_their_mean_with_the_highest_score()
    {
        (PixelBox, double)[] boxes =
        [
            (new(10, 10, 100, 100), 5),
            (new(14, 10, 100, 100), 7),
            (new(12, 16, 100, 100), 6),
            (new(300, 10, 100, 100), 9),
        ];
        Assert.Equal((new PixelBox(12, 12, 100, 100), 7), Assert.Single(PixelBox.Grouped(boxes, 2)));
        Assert.Empty(PixelBox.Grouped(boxes, 3));
    }

    // The first and the last are too far apart, but each is near the one between.
    [Fact]
    public void Neighbours_of_neighbours_belong_together()
    {
        (PixelBox, double)[] boxes = [(new(0, 0, 100, 100), 1), (new(36, 0, 100, 100), 1), (new(18, 0, 100, 100), 1)];
        Assert.Equal(new PixelBox(18, 0, 100, 100), Assert.Single(PixelBox.Grouped(boxes, 1)).Box);
    }

    [Fact]
    public void A_few_small_boxes_within_a_large_one_are_dropped()
    {
        var large = Enumerable.Repeat((new PixelBox(0, 0, 100, 100), 1.0), 5);
        var small = Enumerable.Repeat((new PixelBox(30, 30, 30, 30), 9.0), 3);
        Assert.Equal(100, Assert.Single(PixelBox.Grouped([.. large, .. small], 2)).Box.Width);
        // As many agree on the small one: both stay.
        Assert.Equal(2, PixelBox.Grouped([.. large, .. small, .. small], 2).Count);
    }
}
