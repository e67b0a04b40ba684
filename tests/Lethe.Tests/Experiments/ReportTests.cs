using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Tests.Experiments;

public sealed partial class ReportTests
{
    private static readonly IReadOnlyList<ResultTable> Paper = TestTables.Lau(TestRecords.Grid("fashion-mnist", "paper", isStandIn: false));
    private static readonly IReadOnlyList<ResultTable> Quick = TestTables.Lau(
        TestRecords.Grid("fashion-mnist-sample", "quick", isStandIn: true)
    );

    private static readonly IReadOnlyList<ResultTable> OneModel = TestTables.Lau(
        TestRecords.Grid("fashion-mnist", "paper", isStandIn: false),
        ["resnet18"]
    );

    [Fact]
    public void Markdown_is_as_approved() => Snapshot.Match(MarkdownTable.Render(Paper), "markdown");

    [Fact]
    public void Markdown_of_a_quick_run_is_as_approved() => Snapshot.Match(MarkdownTable.Render(Quick), "markdown-quick");

    [Fact]
    public void Csv_is_as_approved() => Snapshot.Match(CsvTable.Render(OneModel[0]), "csv");

    [Fact]
    public void Json_is_as_approved() => Snapshot.Match(JsonTable.Render(OneModel[1]), "json");

    [Fact]
    public void Html_is_as_approved() => Snapshot.Match(HtmlReport.Render(OneModel), "html");

    [Fact]
    public void The_comparison_is_as_approved() => Snapshot.Match(Comparison.Of(OneModel).Markdown(), "comparison");

    [Fact]
    public void Every_line_of_csv_has_the_fields_of_the_header()
    {
        var lines = Comparison.Of([.. Paper, .. Quick]).Csv().TrimEnd().Split("\r\n").Select(Fields).ToList();
        Assert.Equal(["status", "records"], lines[0].TakeLast(2));
        Assert.All(lines, line => Assert.Equal(16, line.Count));
        Assert.Contains(lines, line => line[^2] == "not comparable (quick profile, sample data)");
        Assert.Contains(lines, line => line[^2] == "not run (failed: the loss is not a number at step 7 <of 20> | lr 0.1)");
    }

    [Fact]
    public void A_number_names_the_records_of_its_own_runs_only()
    {
        RunRecord[] records =
        [
            TestRecords.Record(TestRecords.Cell("original")),
            TestRecords.Record(TestRecords.Cell("lau")),
            TestRecords.Record(TestRecords.Cell("lau", seed: 1)),
        ];
        var cell = TestTables.Utility(records, "fashion-mnist", "small").Find("lau", "resnet18", "D_tr")!;

        Assert.Equal([records[1].Id, records[2].Id], cell.Records);
        Assert.Contains(
            Comparison.Of([TestTables.Utility(records, "fashion-mnist", "small")]).Rows,
            row => row.Method == "lau" && row.Records == $"{records[1].Id} {records[2].Id}"
        );
    }

    [Fact]
    public void Csv_quotes_what_needs_it()
    {
        var failed = TestRecords.Record(TestRecords.Cell("iwu")) with { Status = RunStatus.Failed, Error = "a, \"b\"\nc" };
        Assert.Contains(
            "\"not run (failed: a, \"\"b\"\"\nc)\",\r\n",
            CsvTable.Render(TestTables.Utility([failed], "fashion-mnist", "small")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Json_comes_back_with_the_same_numbers()
    {
        var comparison = Comparison.Of(Paper);
        var read = JsonSerializer.Deserialize<List<ComparisonRow>>(comparison.Json(), RecordJson.Line)!;
        Assert.Equal(comparison.Rows, read);
        using var table = JsonDocument.Parse(JsonTable.Render(Paper));
        Assert.Equal(Paper.Count, table.RootElement.GetArrayLength());
    }

    [Fact]
    public void Html_needs_nothing_from_elsewhere_and_is_well_formed()
    {
        var html = HtmlReport.Render([.. Paper, .. Quick]);
        Assert.DoesNotMatch(ExternalResource(), html);
        // HTML that is also XML: void elements closed, the doctype off.
        var xml = VoidElement().Replace(html["<!doctype html>".Length..], "$1/>");
        var page = XDocument.Parse(xml);
        Assert.Equal("html", page.Root!.Name.LocalName);
        Assert.Equal(4, page.Descendants("svg").Count());
        Assert.All(page.Descendants("svg"), svg => Assert.NotNull(svg.Attribute("aria-label")));
        Assert.All(
            page.Descendants("tr"),
            row => Assert.Equal(row.Parent!.Parent!.Descendants("tr").First().Elements().Count(), row.Elements().Count())
        );
    }

    [Fact]
    public void Html_shows_every_status_in_words()
    {
        var html = HtmlReport.Render([.. Paper, .. Quick]);
        Assert.All(
            (string[])["✓ reproduced", "≠ differs", "– not run", "~ not comparable"],
            word => Assert.Contains(word, html, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Html_escapes_whatever_a_record_says()
    {
        const string Evil = "<script>alert('x')</script>\"&";
        var cell = TestRecords.Cell(Evil, model: Evil, dataset: Evil, profile: Evil);
        var done = TestRecords.Record(cell) with
        {
            Provenance = TestRecords.Provenance(hardware: Evil) with { Commit = Evil, Data = Evil, Os = Evil },
        };
        var failed = TestRecords.Record(TestRecords.Cell("iwu", dataset: Evil, profile: Evil)) with
        {
            Status = RunStatus.Failed,
            Error = Evil,
        };
        var html = HtmlReport.Render(TestTables.Lau([done, failed]), Evil);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        _ = XDocument.Parse(VoidElement().Replace(html["<!doctype html>".Length..], "$1/>"));
    }

    [Fact]
    public void Markdown_shows_whatever_a_record_says_and_obeys_none_of_it()
    {
        const string Evil = "a | b\n# c <img src=x> [d](javascript:e) `f` $g$ &lt; https://h ![i](j)\u202Ek";
        var failed = TestRecords.Record(TestRecords.Cell("iwu")) with { Status = RunStatus.Failed, Error = Evil };
        var table = TestTables.Utility([failed, TestRecords.Record(TestRecords.Cell("lau"))], "fashion-mnist", "small") with
        {
            Notes = ["# heading", "1. list", "[^1]: note", Evil],
        };
        foreach (var text in (string[])[MarkdownTable.Render(table), Comparison.Of([table]).Markdown()])
        {
            Assert.Contains(
                @"a \| b # c &lt;img src=x> [d\](javascript:e) \`f\` \$g\$ \&lt; https\://h ![i\](j)‹U+202E›k",
                text,
                StringComparison.Ordinal
            );
            var rows = text.Split('\n').Where(static line => line.StartsWith('|')).Select(static line => Pipe().Count(line)).ToList();
            Assert.Single(rows.Distinct());
        }
        Assert.All(
            (string[])["\n- \\# heading\n", "\n- 1\\. list\n", "\n- \\[^1\\]: note\n"],
            line => Assert.Contains(line, MarkdownTable.Render(table), StringComparison.Ordinal)
        );
        Assert.DoesNotContain('\u202E', JsonTable.Render(table));
        Assert.DoesNotContain('\u202E', HtmlReport.Render([table]));
        Assert.Equal(Evil, JsonDocument.Parse(JsonTable.Render(table)).RootElement.GetProperty("notes")[3].GetString());
    }

    [Fact]
    public void Html_says_a_status_once_below_and_leaves_out_rows_of_dashes()
    {
        var table = TestTables.Utility(
            [TestRecords.Record(TestRecords.Cell("lau", profile: "quick"), isStandIn: true)],
            "fashion-mnist",
            "quick"
        );
        var empty = table.Rows[0] with
        {
            Label = "Neither run nor printed",
            Cells = [.. table.Rows[0].Cells.Select(static cell => cell with { Ours = null, Published = null })],
        };
        var html = HtmlReport.Render([table with { Rows = [.. table.Rows, empty] }]);

        Assert.DoesNotContain("<th scope=\"col\">Status</th>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<th scope=\"row\">Neither run nor printed", html, StringComparison.Ordinal);
        Assert.Matches("<div class=\"status\">\n<p>[^<]*Original, Retrain[^<]*: not run [^<]*</p>\n<p>LAU: not comparable", html);
    }

    [Fact]
    public void Nothing_runs_on_a_report_and_nothing_is_fetched() =>
        Assert.Contains(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; "
                + "connect-src 'none'; style-src 'unsafe-inline'; img-src data: blob:;",
            HtmlReport.Render(Quick),
            StringComparison.Ordinal
        );

    [Fact]
    public void Html_without_records_says_so() => Assert.Contains("There are no records.", HtmlReport.Render([]), StringComparison.Ordinal);

    private static List<string> Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }
        fields.Add(field.ToString());
        return fields;
    }

    [GeneratedRegex(@"https?:|src=|@import|url\(|<link(?! rel=""icon"" href=""data:,"")|<script|<iframe", RegexOptions.IgnoreCase)]
    private static partial Regex ExternalResource();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Pipe();

    [GeneratedRegex("(<(?:meta|link)[^>]*)>")]
    private static partial Regex VoidElement();
}
