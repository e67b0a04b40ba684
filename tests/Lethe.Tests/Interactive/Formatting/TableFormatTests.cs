using System.Xml.Linq;
using Deedle;
using Lethe.Interactive.Formatting;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Interactive.Formatting;

public sealed class TableFormatTests
{
    [Fact]
    public void A_long_frame_with_gaps_is_as_approved() =>
        Snapshot.Match(GridScript.Without(TableFormat.Html(Sixty())), "frame", "Interactive");

    [Fact]
    public void Its_text_is_as_approved() => Snapshot.Match(TableFormat.Text(Sixty()), "frame-text", "Interactive");

    [Fact]
    public void The_link_saves_all_rows_and_all_digits()
    {
        var address = XDocument
            .Parse($"<page>{GridScript.Without(TableFormat.Html(Sixty()))}</page>")
            .Descendants("a")
            .Single()
            .Attribute("href")!
            .Value;
        var lines = Uri.UnescapeDataString(address[address.IndexOf(',', StringComparison.Ordinal)..][1..]).TrimEnd().Split("\r\n");
        Assert.Equal(61, lines.Length);
        Assert.Equal(",loss,epoch,\"name, <b>\"", lines[0]);
        Assert.Equal("0,,0,\"odd \"\"0\"\"\"", lines[1]);
        Assert.Equal("1,0.3333333333333333,1,", lines[2]);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.000000012, "1.2e-8")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(0.1234567, "0.123457")]
    [InlineData(1234567.5, "1234567.5")]
    [InlineData(1.5e15, "1.5e15")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NaN, "")]
    public void Numbers_are_short_but_never_wrongly_zero(double value, string text)
    {
        using var german = new GermanNumbers();
        Assert.Contains($">{text}</td>", TableFormat.Html(Of(("x", [value]))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_frame_says_how_many_rows_it_has()
    {
        Assert.Contains(">2 rows. Save: ", TableFormat.Html(Of(("x", [1, 2]))), StringComparison.Ordinal);
        Assert.Contains(">1 row. Save: ", TableFormat.Html(Of(("x", [1]))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_frame_is_a_table_too() =>
        Assert.Contains("0 rows", TableFormat.Html(Frame.CreateEmpty<int, string>()), StringComparison.Ordinal);

    [Fact]
    public void A_frame_too_large_for_a_link_says_how_to_save_it()
    {
        var html = TableFormat.Html(Of(("x", new double[100_001])));
        Assert.DoesNotContain("<a ", html, StringComparison.Ordinal);
        Assert.Contains(
            "50 of 100001 rows. Save: too large for a link; <code>frame.SaveCsv(\"file.csv\")</code> writes it",
            html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Only_a_long_frame_can_be_searched()
    {
        Assert.DoesNotContain("<script", TableFormat.Html(Of(("x", new double[10]))), StringComparison.Ordinal);
        var html = TableFormat.Html(Of(("x", new double[11])));
        Assert.Contains($"<div class=\"{GridScript.Class}\">", html, StringComparison.Ordinal);
        Assert.Contains("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", GridScript.Without(html), StringComparison.Ordinal);
    }

    private static Frame<int, string> Sixty()
    {
        var rows = Enumerable.Range(0, 60).ToList();
        var frame = Frame.CreateEmpty<int, string>();
        frame.AddColumn("loss", new Series<int, double>(rows, rows.Select(static i => i % 7 == 0 ? double.NaN : i / 3.0)));
        frame.AddColumn("epoch", new Series<int, int>(rows, rows));
        frame.AddColumn("name, <b>", new Series<int, string>(rows, rows.Select(static i => i % 5 == 0 ? $"odd \"{i}\"" : null!)));
        return frame;
    }

    private static Frame<int, string> Of((string Name, double[] Values) column)
    {
        var frame = Frame.CreateEmpty<int, string>();
        frame.AddColumn(column.Name, new Series<int, double>(Enumerable.Range(0, column.Values.Length), column.Values));
        return frame;
    }
}
