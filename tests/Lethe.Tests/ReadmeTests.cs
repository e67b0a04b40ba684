using System.Reflection;
using System.Text.RegularExpressions;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;

namespace Lethe.Tests;

/// <summary>What the README says about numbers comes from the committed records.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "Repository").Value!;

    [Fact]
    public void Its_tables_are_what_the_records_say()
    {
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(Root, "README.md")).ReplaceLineEndings("\n"));

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block =>
        {
            var records = new RecordStore(Path.Combine(Root, block.Groups["folder"].Value)).Latest();
            Assert.NotEmpty(records);
            Assert.Equal(block.Groups["paper"].Value switch { "qad" => DetectorSummary.Render(records), "erase" => ErasingSummary.Render(records), _ => SummaryTable.Render(records) }, block.Groups["table"].Value);
        });
    }

    [GeneratedRegex("<!-- lethe compare --records (?<folder>[^ ]+) --format summary(: (?<paper>[a-z]+))? -->\n(?<table>.*?)<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Block();
}
