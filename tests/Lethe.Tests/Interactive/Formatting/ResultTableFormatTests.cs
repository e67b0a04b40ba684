using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Tables;
using Lethe.Interactive.Formatting;
using Lethe.Pages;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Interactive.Formatting;

public sealed partial class ResultTableFormatTests
{
    private static readonly IReadOnlyList<ResultTable> Tables = TestTables.Lau(
        TestRecords.Grid("fashion-mnist", "paper", isStandIn: false),
        ["resnet18", "vit"]
    );

    [Theory]
    [InlineData("lau-utility")]
    [InlineData("lau-efficiency")]
    public void A_table_is_as_approved(string name) => Snapshot.Match(Html(name), $"table-{name}", "Interactive");

    [Theory]
    [InlineData("lau-utility")]
    [InlineData("lau-efficiency")]
    public void It_needs_no_script_and_no_network_and_is_well_formed(string name)
    {
        var html = Html(name);
        Assert.DoesNotMatch(Foreign(), html);
        var page = XDocument.Parse($"<page>{html}</page>");
        Assert.All(
            page.Descendants("tr"),
            static row => Assert.Equal(row.Parent!.Parent!.Descendants("tr").First().Elements().Count(), row.Elements().Count())
        );
    }

    [Fact]
    public void Best_numbers_are_bold_but_not_those_of_the_references()
    {
        var rows = XDocument
            .Parse($"<page>{Html("lau-utility")}</page>")
            .Descendants("tbody")
            .First()
            .Elements("tr")
            .ToDictionary(static row => row.Element("th")!.Value);
        Assert.Empty(rows["Original"].Descendants("strong"));
        Assert.Empty(rows["Retrain (optimal)"].Descendants("strong"));
        Assert.NotEmpty(rows.Values.SelectMany(static row => row.Descendants("strong")));
    }

    [Fact]
    public void The_link_saves_what_the_csv_table_writes()
    {
        var link = XDocument.Parse($"<page>{Html("lau-utility")}</page>").Descendants("a").Single();
        Assert.Equal("lau-utility-fashion-mnist-paper.csv", link.Attribute("download")!.Value);
        const string Start = "data:text/csv;charset=utf-8,";
        var address = link.Attribute("href")!.Value;
        Assert.StartsWith(Start, address, StringComparison.Ordinal);
        Assert.Equal(CsvTable.Render(Tables[0]), Uri.UnescapeDataString(address[Start.Length..]));
    }

    [Fact]
    public void It_says_where_the_records_are_if_that_is_known()
    {
        var table = Tables[0];
        Assert.DoesNotContain("Records:", ResultTableFormat.Html(table), StringComparison.Ordinal);
        Assert.Contains(
            "<p>Records: runs/paper.</p>",
            ResultTableFormat.Html(table with { Origin = table.Origin with { Folder = "runs/paper" } }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Another_culture_changes_nothing()
    {
        var expected = Tables.Select(static table => ResultTableFormat.Html(table) + ResultTableFormat.Text(table)).ToList();
        using var german = new GermanNumbers();
        Assert.Equal(expected, Tables.Select(static table => ResultTableFormat.Html(table) + ResultTableFormat.Text(table)));
    }

    [Fact]
    public void Whatever_a_record_says_is_escaped()
    {
        const string Evil = "<script>alert('x')</script>\"&";
        var cell = TestRecords.Cell(Evil, model: Evil, dataset: Evil, profile: Evil);
        var done = TestRecords.Record(cell) with
        {
            Provenance = TestRecords.Provenance(hardware: Evil) with { Commit = Evil, Data = Evil },
        };
        var failed = TestRecords.Record(TestRecords.Cell("iwu", dataset: Evil, profile: Evil)) with
        {
            Status = RunStatus.Failed,
            Error = Evil,
        };
        var html = ResultTableFormat.Html([.. TestTables.Lau([done, failed])]);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        _ = XDocument.Parse($"<page>{html}</page>");
    }

    [Fact]
    public void No_tables_are_a_sentence() =>
        Assert.Contains("There are no records.", ResultTableFormat.Html([]), StringComparison.Ordinal);

    private static string Html(string name) => ResultTableFormat.Html(Tables.Single(table => table.Name == name));

    [GeneratedRegex(@"https?:|src=|@import|url\(|<link|<script|<iframe", RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();
}
