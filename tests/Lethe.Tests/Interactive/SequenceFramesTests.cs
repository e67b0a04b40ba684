using Lethe.Interactive;

namespace Lethe.Tests.Interactive;

public sealed class SequenceFramesTests
{
    [Fact]
    public void Properties_become_columns_and_items_rows()
    {
        var frame = Enumerable
            .Range(1, 3)
            .Select(static i => new
            {
                Name = $"n{i}",
                Share = i / 4.0,
                Gap = i == 2 ? null : "x",
            })
            .ToFrame();
        Assert.Equal(["Name", "Share", "Gap"], frame.ColumnKeys);
        Assert.Equal(3, frame.RowCount);
        Assert.Equal(0.5, frame.GetColumn<double>("Share").GetAt(1));
        Assert.False(frame.GetColumn<string>("Gap").TryGetAt(1).HasValue);
    }

    [Fact]
    public void Numbers_and_texts_are_a_column_of_themselves()
    {
        Assert.Equal(["value"], ((int[])[1, 2]).ToFrame().ColumnKeys);
        Assert.Equal("b", ((string[])["a", "b"]).ToFrame().GetColumn<string>("value").GetAt(1));
        Assert.Equal(0, Array.Empty<DateTime>().ToFrame().RowCount);
    }

    [Fact]
    public void What_an_item_throws_is_thrown() =>
        Assert.Throws<DivideByZeroException>(static () => Enumerable.Range(0, 3).Select(static i => 1 / (i - 1)).ToFrame());
}
