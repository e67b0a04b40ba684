using Deedle;
using Lethe.Detection.Sok;
using Lethe.Interactive;
using Lethe.Interactive.Formatting;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Interactive;

public sealed class SokFramesTests
{
    private static readonly Frame<int, string> Frame = SokTable.Load().ToFrame();

    [Fact]
    public void It_has_a_row_a_detector()
    {
        Assert.Equal(Enumerable.Range(1, 51), Frame.RowKeys);
        Assert.Equal(
            ["CF", "group", "detector", "doubt", "venue", "year", "score", "metric", "retested", "technique", "architecture", "reference"],
            Frame.ColumnKeys
        );
        var qad = Frame.FilterRowsBy("detector", "QAD");
        Assert.Equal(
            (4, "spatial", "ConvNet + Specialised", "ICCV", 2023, 63.0, false, 95.6, "AUC"),
            (
                Of<int>("CF"),
                Of<string>("group"),
                Of<string>("architecture"),
                Of<string>("venue"),
                Of<int>("year"),
                Of<double>("reference"),
                Of<bool>("retested"),
                Of<double>("score"),
                Of<string>("metric")
            )
        );

        T Of<T>(string column) => qad.GetColumn<T>(column).Values.Single();
    }

    [Fact]
    public void What_is_not_known_is_missing()
    {
        Assert.Equal(50, Frame.GetColumn<string>("detector").ValueCount);
        Assert.Equal(50, Frame.GetColumn<double>("reference").ValueCount);
        Assert.Equal(47, Frame.GetColumn<double>("score").ValueCount);
        Assert.Equal(Frame.GetColumn<double>("score").DropMissing().Keys, Frame.GetColumn<string>("metric").DropMissing().Keys);
        Assert.Equal(18, Frame.GetColumn<string>("doubt").ValueCount);
        Assert.Equal("? venue, year", Frame.FilterRowsBy("detector", "S-IML-T").GetColumn<string>("doubt").Values.Single());
    }

    [Fact]
    public void It_can_be_filtered_and_counted()
    {
        Assert.Equal(16, Frame.FilterRowsBy("retested", true).RowCount);
        Assert.Equal(8, Frame.FilterRowsBy("group", "frequency").RowCount);
        Assert.Equal(36, Frame.FilterRowsBy("metric", "AUC").RowCount);
    }

    [Fact]
    public void As_shown_it_is_as_approved() => Snapshot.Match(GridScript.Without(TableFormat.Html(Frame)), "sok", "Interactive");

    [Fact]
    public void Its_text_is_as_approved() => Snapshot.Match(TableFormat.Text(Frame), "sok-text", "Interactive");
}
