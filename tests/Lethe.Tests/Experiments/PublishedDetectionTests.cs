using Lethe.Detection;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Tests.Experiments;

public sealed class PublishedDetectionTests
{
    private const string Average = "average";

    public static TheoryData<string, int> Sizes =>
        new()
        {
            { "qad-video", (7 * 8) + 6 + 5 + 6 },
            { "qad-jpeg", (7 * 8) + 6 + 5 + 6 },
            { "qad-aware", 5 + 6 + (4 * 8) },
            { "qad-losses", 8 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_table_is_complete(string name, int rows)
    {
        var table = PublishedTables.Load(name);

        Assert.Equal(name, table.Name);
        Assert.Equal(rows, table.Rows.Count);
        Assert.Equal(rows, table.Rows.Select(static row => (row.Dataset, row.Model, row.Method)).Distinct().Count());
        Assert.All(table.Rows, row => Assert.Equal(table.Metrics.Select(static metric => metric.Key).Order(), row.Values.Keys.Order()));
        Assert.All(table.Rows, static row => Assert.Contains(row.Dataset, Family.All.Names));
        Assert.All(
            table.Flags.SelectMany(static flag => flag.Cells),
            cell => Assert.Contains(table.Rows, row => (row.Dataset, row.Model, row.Method) == (cell.Dataset, cell.Model, cell.Method))
        );
    }

    [Theory]
    [InlineData("qad-video")]
    [InlineData("qad-jpeg")]
    [InlineData("qad-aware")]
    public void An_average_is_that_of_its_row_except_where_flagged(string name)
    {
        var table = PublishedTables.Load(name);
        var misprints = new List<string>();
        foreach (var row in table.Rows.GroupBy(static row => (row.Model, row.Method)))
        {
            var printed = row.Single(static cell => cell.Dataset == Average).Values["auc"].Value;
            var mean = row.Where(static cell => cell.Dataset != Average).Average(static cell => cell.Values["auc"].Value);
            if (Math.Abs(printed - mean) > 0.0051)
            {
                misprints.Add(row.Key.Model);
                var flag = Assert.Single(
                    table.FlagsOf(Average, row.Key.Model, row.Key.Method, "auc"),
                    static flag => flag.Kind == PublishedFlag.Misprint
                );
                Assert.Equal(mean, flag.Expected!.Value, 6);
            }
        }
        Assert.Equal(name == "qad-video" ? ["bznet"] : [], misprints);
    }

    [Fact]
    public void Rows_that_are_copies_are_flagged_and_are_all_there_are()
    {
        var table = PublishedTables.Load("qad-video");
        var copies = table
            .Rows.GroupBy(static row => (row.Model, row.Method))
            .GroupBy(static row =>
                string.Join(
                    ' ',
                    row.OrderBy(static cell => cell.Dataset, StringComparer.Ordinal).Select(static cell => cell.Values["auc"].Printed)
                )
            )
            .Where(static same => same.Count() > 1);

        Assert.Equal(["f3net", "mat"], Assert.Single(copies).Select(static row => row.Key.Model).Order());
        Assert.All(
            Family.All.Names.Where(family => table.Find(family, "mat", "mat", "auc") is not null),
            family => Assert.Contains(table.FlagsOf(family, "mat", "mat", "auc"), static flag => flag.Kind == PublishedFlag.Misprint)
        );
    }
}
