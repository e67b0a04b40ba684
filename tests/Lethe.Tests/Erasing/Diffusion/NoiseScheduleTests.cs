using Lethe.Erasing.Diffusion;

namespace Lethe.Tests.Erasing.Diffusion;

public sealed class NoiseScheduleTests
{
    [Theory]
    [InlineData(0, 0.999150)]
    [InlineData(1, 0.998296)]
    [InlineData(21, 0.980381)]
    [InlineData(501, 0.274999)]
    [InlineData(981, 0.00577550)]
    [InlineData(999, 0.00466010)]
    [InlineData(-19, 0.999150)]
    public void It_is_stable_diffusions(int time, double kept) => Assert.Equal(kept, NoiseSchedule.Kept(time), 6e-7);

    [Fact]
    public void Fifty_steps_visit_981_to_1()
    {
        var visited = NoiseSchedule.Visited(50);
        Assert.Equal((50, 981, 961, 1), (visited.Count, visited[0], visited[1], visited[^1]));
        Assert.Equal(951, NoiseSchedule.Visited(20)[0]);
    }
}
