using Lethe.Runtime;
using Lethe.Unlearning.Tuning;

namespace Lethe.Tests.Unlearning.Tuning;

public sealed class EvenPointsTests
{
    [Theory]
    [InlineData(1, 1.6180339887498949)] // golden ratio
    [InlineData(2, 1.3247179572447460)] // plastic number
    public void The_step_is_of_the_generalised_golden_ratio(int dimensions, double root) =>
        Assert.Equal(root, EvenPoints.Root(dimensions), 1e-12);

    [Fact]
    public void The_same_stream_gives_the_same_points() => Assert.Equal(Points("lau", 8).At(17), Points("lau", 8).At(17));

    [Fact]
    public void Another_name_gives_others() => Assert.NotEqual(Points("lau", 3).At(1), Points("iwu", 3).At(1));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void They_fill_every_axis_evenly(int dimensions)
    {
        var points = Enumerable.Range(1, 24).Select(Points("fine-tune", dimensions).At).ToList();

        for (var axis = 0; axis < dimensions; axis++)
        {
            Assert.InRange(points.Count(point => point[axis] < 0.5), 8, 16);
        }
    }

    private static EvenPoints Points(string name, int dimensions) => new(dimensions, RandomStream.For(0, "tuning", name));
}
