using System.Reflection;
using System.Text.RegularExpressions;
using Lethe.Detection.Tables;
using Lethe.Erasing.Tables;
using Lethe.Experiments.Records;
using Lethe.Tests.Cli;
using Lethe.Unlearning.Tables;

namespace Lethe.Tests;

/// <summary>The tables in reproducing/ are what <c>lethe compare</c> prints of the committed records, its lists and the README's what
/// <c>lethe list</c> does.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = typeof(ReadmeTests)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static a => a.Key == "Repository")
        .Value!;

    [Theory]
    [InlineData("unlearning.md")]
    [InlineData("detection.md")]
    [InlineData("erasing.md")]
    public void Tables_are_what_the_records_say(string page)
    {
        var blocks = Block().Matches(Read(Path.Combine("reproducing", page)));

        Assert.NotEmpty(blocks);
        Assert.All(
            blocks,
            block =>
            {
                var records = new RecordStore(Path.Combine(Root, block.Groups["folder"].Value)).Latest();
                Assert.NotEmpty(records);
                Assert.Equal(
                    block.Groups["paper"].Value switch
                    {
                        "qad" => DetectorSummary.Render(records),
                        "erase" => ErasingSummary.Render(records),
                        _ => SummaryTable.Render(records),
                    },
                    block.Groups["table"].Value
                );
            }
        );
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("REPRODUCING.md")]
    [InlineData("reproducing/unlearning.md")]
    [InlineData("reproducing/detection.md")]
    [InlineData("reproducing/erasing.md")]
    public async Task Lists_are_what_the_catalogues_hold(string page)
    {
        var lists = List().Matches(Read(page));

        Assert.NotEmpty(lists);
        foreach (Match list in lists)
        {
            var printed = await CommandRun.Of(["list", .. list.Groups["arguments"].Value.Split(' ')]);
            Assert.Equal(printed.Out, list.Groups["list"].Value);
        }
    }

    [Fact]
    public void It_is_short() =>
        Assert.InRange(Read("README.md").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 500, 1500);

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        string[] documents = [.. Directory.GetFiles(Root, "*.md"), .. Directory.GetFiles(Path.Combine(Root, "reproducing"), "*.md")];

        Assert.All(
            documents,
            static document =>
                Assert.All(
                    Link().Matches(File.ReadAllText(document)),
                    link =>
                    {
                        var target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups["path"].Value);
                        Assert.True(Path.Exists(target), $"{document} links to {target}");
                    }
                )
        );
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");

    [GeneratedRegex("<!-- lethe list (?<arguments>[^>]+) -->\n(?<list>.*?)<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex List();

    [GeneratedRegex(@"\]\((?<path>[^):#]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(
        "<!-- lethe compare --records (?<folder>[^ ]+) --format summary(: (?<paper>[a-z]+))? -->\n(?<table>.*?)<!-- end -->",
        RegexOptions.Singleline
    )]
    private static partial Regex Block();
}
