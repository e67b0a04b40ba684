using Lethe.Cli.Views;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Cli;

public sealed class CompactTableTests
{
    [Theory]
    [InlineData("lau-utility", false)]
    [InlineData("lau-efficiency", false)]
    [InlineData("lau-utility", true)]
    public void A_table_is_as_approved(string name, bool whole)
    {
        var table = TestTables
            .Lau(TestRecords.Grid("fashion-mnist", "paper", isStandIn: false), ["resnet18", "vit"])
            .Single(table => table.Name == name);

        Snapshot.Match(
            string.Join('\n', CompactTable.Of(table, whole).Select(static line => line.Text)) + "\n",
            $"compact-{name}{(whole ? "-whole" : "")}",
            "Cli"
        );
    }

    [Fact]
    public void Every_table_of_the_kits_records_fits_a_hundred_columns()
    {
        var records = new RecordStore(Path.Combine(Snapshot.Repository, "results", "quick")).Latest();
        var tables = ExperimentCatalog.Show(records, ["all"]);

        Assert.True(tables.Count > 20);
        Assert.All(
            tables.SelectMany(static table => CompactTable.Of(table, whole: true).Concat(CompactTable.Of(table))),
            static line => Assert.InRange(line.Text.Length, 0, CompactTable.Width)
        );
        Assert.Contains(
            "240 numbers",
            string.Join('\n', ComparisonPages.Counts([.. tables.Where(static table => table.Name == "lau-utility")])),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Nothing_run_is_said_so()
    {
        var table = TestTables.Utility([], "fashion-mnist", "paper");

        Assert.Equal("Nothing was run.", CompactTable.Of(table)[^1].Text);
    }
}
