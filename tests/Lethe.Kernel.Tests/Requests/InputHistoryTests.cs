using Lethe.Kernel.Requests;

namespace Lethe.Kernel.Tests.Requests;

public sealed class InputHistoryTests
{
    private readonly InputHistory history = new();

    public InputHistoryTests()
    {
        foreach (var (input, i) in new[] { "a = 1", "b", "a = 1", "c*d" }.Select(static (input, i) => (input, i)))
        {
            history.Add(i + 1, input, i == 1 ? "out" : null);
        }
    }

    [Fact]
    public void The_latest() => Assert.Equal([3, 4], history.Tail(2).Select(static entry => entry.Line));

    [Fact]
    public void A_range_ends_before_its_end()
    {
        Assert.Equal([2, 3], history.Range(0, 2, 4).Select(static entry => entry.Line));
        Assert.Equal("out", history.Range(InputHistory.Session, 2, 3).Single().Output);
        Assert.Empty(history.Range(-7, 1, 9));
    }

    [Theory]
    [InlineData("a*", 9, false, new[] { 1, 3 })]
    [InlineData("a*", 9, true, new[] { 3 })]
    [InlineData("?", 9, false, new[] { 2 })]
    [InlineData("*", 2, false, new[] { 3, 4 })]
    [InlineData("nothing", 9, false, new int[0])]
    public void A_search_by_pattern(string pattern, int n, bool unique, int[] lines) =>
        Assert.Equal(lines, history.Search(pattern, n, unique).Select(static entry => entry.Line));
}
