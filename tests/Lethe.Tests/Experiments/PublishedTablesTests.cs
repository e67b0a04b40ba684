using System.Globalization;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Unlearning;

namespace Lethe.Tests.Experiments;

public sealed class PublishedTablesTests
{
    private static readonly string[] Datasets = ["cifar10", "fashion-mnist", "vggface2"];

    private static PublishedTable Utility => PublishedTables.Load("lau-utility");

    private static PublishedTable Efficiency => PublishedTables.Load("lau-efficiency");

    public static TheoryData<string, int, int> Sizes =>
        new()
        {
            { "lau-utility", 3 * 9 * 4, 5 },
            { "lau-efficiency", 3 * 8 * 4, 2 },
            { "lau-data-ratio", 4 * 2, 5 },
            { "lau-pgd", 4 * 2, 3 },
            { "lau-double-softmax", 4 * 2, 3 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_table_is_complete(string name, int rows, int metrics)
    {
        var table = PublishedTables.Load(name);
        Assert.Equal(name, table.Name);
        Assert.Equal(rows, table.Rows.Count);
        Assert.Equal(metrics, table.Metrics.Count);
        Assert.Equal(rows, table.Rows.Select(row => (row.Dataset, row.Model, row.Method, row.Variant)).Distinct().Count());
        Assert.All(table.Rows, row => Assert.Equal(table.Metrics.Select(metric => metric.Key).Order(), row.Values.Keys.Order()));
        Assert.All(table.Rows, row => Assert.Contains(row.Method, UnlearningCatalog.PaperRows));
        Assert.Equal(ModelCatalog.PaperNames.Order(), table.Rows.Select(row => row.Model).Distinct().Order());
        Assert.All(
            table.Rows.SelectMany(row => row.Values.Values),
            value => Assert.Equal(value.Value, double.Parse(value.Printed, CultureInfo.InvariantCulture))
        );
        Assert.All((string[])[table.Title, table.Paper, table.Slide, table.Meaning], text => Assert.NotEmpty(text));
        Assert.All(
            table.Flags.SelectMany(flag => flag.Cells),
            cell =>
                Assert.Contains(
                    table.Rows,
                    row => (row.Dataset, row.Model, row.Method, row.Variant) == (cell.Dataset, cell.Model, cell.Method, cell.Variant)
                )
        );
    }

    [Fact]
    public void The_tables_are_known_and_another_is_not()
    {
        Assert.Equal(
            [
                "erase-metrics",
                "lau-data-ratio",
                "lau-double-softmax",
                "lau-efficiency",
                "lau-pgd",
                "lau-utility",
                "qad-aware",
                "qad-jpeg",
                "qad-losses",
                "qad-video",
            ],
            PublishedTables.Names
        );
        var error = Assert.Throws<LetheException>(() => PublishedTables.Load("lau-utilty"));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("lau-utility", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_kept_as_printed()
    {
        Assert.Equal(new PublishedValue(85.264, "85.264"), Utility.Find("cifar10", "vit", "negative-gradient", "D_r"));
        Assert.Equal("0.7320", Utility.Find("cifar10", "vgg16", "negative-gradient", "US")!.Value.Printed);
        Assert.Null(Utility.Find("cifar10", "vgg16", "delete", "US"));
        Assert.Null(Utility.Find("cifar10", "vgg16", "lau", "total"));
    }

    [Theory]
    [InlineData("lau-utility")]
    [InlineData("lau-data-ratio")]
    public void US_follows_from_the_test_accuracies_of_its_row_except_where_flagged(string name)
    {
        var table = PublishedTables.Load(name);
        var misprints = new List<string>();
        foreach (var row in table.Rows)
        {
            // US = ((e^(r/100) - 1) + (e^(1 - f/100) - 1)) / (2 (e - 1))
            var expected =
                (Math.Pow(Math.E, row.Values["D_tr"].Value / 100) - 1 + (Math.E / Math.Pow(Math.E, row.Values["D_tf"].Value / 100)) - 1)
                / 2
                / (Math.E - 1);
            var flag = table
                .FlagsOf(row.Dataset, row.Model, row.Method, "US", row.Variant)
                .SingleOrDefault(flag => flag.Kind == PublishedFlag.Misprint);
            if (flag is null)
            {
                Assert.Equal(expected, row.Values["US"].Value, 0.0006);
            }
            else
            {
                misprints.Add($"{row.Dataset}/{row.Model}/{row.Method}");
                Assert.True(Math.Abs(expected - row.Values["US"].Value) > 0.01);
                Assert.Equal(expected, flag.Expected!.Value, 0.00005);
            }
        }
        Assert.Equal(name == "lau-utility" ? ["vggface2/vgg16/fine-tune", "vggface2/vgg16/iwu"] : [], misprints);
    }

    [Theory]
    [InlineData("retrain", 367)]
    [InlineData("fisher", 778)]
    [InlineData("fine-tune", 86)]
    [InlineData("negative-gradient", 17)]
    [InlineData("random-label", 4.2)]
    [InlineData("boundary-shrink", 39)]
    [InlineData("iwu", 105)]
    public void Times_relative_to_LAU_have_the_known_geometric_mean(string method, double expected)
    {
        var logarithms =
            from dataset in Datasets
            from model in ModelCatalog.PaperNames
            select Math.Log(
                Efficiency.Find(dataset, model, method, "total")!.Value.Value / Efficiency.Find(dataset, model, "lau", "total")!.Value.Value
            );
        var mean = Math.Exp(logarithms.Average());
        Assert.Equal(expected, mean, expected < 10 ? 0.05 : 0.5);
    }

    [Fact]
    public void LAU_is_beaten_once_only()
    {
        var faster = Efficiency.Rows.Where(row =>
            row.Values["total"].Value < Efficiency.Find(row.Dataset, row.Model, "lau", "total")!.Value.Value
        );
        var row = Assert.Single(faster);
        Assert.Equal(("cifar10", "vit", "random-label"), (row.Dataset, row.Model, row.Method));
    }

    [Fact]
    public void Samples_read_are_the_same_for_all_models_and_fall_into_two_kinds()
    {
        foreach (
            var group in Efficiency.Rows.GroupBy(row => (row.Dataset, ReadsRetained: row.Method is "retrain" or "fisher" or "fine-tune"))
        )
        {
            Assert.Single(group.Select(row => row.Values["samples_read"]).Distinct());
        }
        Assert.Equal(
            (45000, 5000),
            (
                Efficiency.Find("cifar10", "vit", "retrain", "samples_read")!.Value.Value,
                Efficiency.Find("cifar10", "vit", "iwu", "samples_read")!.Value.Value
            )
        );
        Assert.Equal(
            (5726, 574),
            (
                Efficiency.Find("vggface2", "vit", "fisher", "samples_read")!.Value.Value,
                Efficiency.Find("vggface2", "vit", "lau", "samples_read")!.Value.Value
            )
        );
    }

    [Theory]
    [InlineData("lau-pgd", "cifar10", "partial")]
    [InlineData("lau-double-softmax", "fashion-mnist", "with")]
    public void An_ablation_repeats_the_main_tables_except_where_flagged(string name, string dataset, string variant)
    {
        var table = PublishedTables.Load(name);
        foreach (var model in ModelCatalog.PaperNames)
        {
            foreach (var (metric, main) in ((string, PublishedTable)[])[("D_tr", Utility), ("D_tf", Utility), ("total", Efficiency)])
            {
                var (here, there) = (
                    table.Find(dataset, model, "lau", metric, variant)!.Value.Value,
                    main.Find(dataset, model, "lau", metric)!.Value.Value
                );
                var isFlagged = table.FlagsOf(dataset, model, "lau", metric, variant).Any();
                Assert.Equal(isFlagged, main.FlagsOf(dataset, model, "lau", metric).Any());
                Assert.Equal(isFlagged, here != there);
            }
        }
    }

    [Fact]
    public void Repeated_numbers_are_flagged_and_are_all_there_are()
    {
        // Whole rows that two data sets share
        var rows = Utility
            .Rows.GroupBy(row => (row.Model, row.Method, string.Join(' ', row.Values.OrderBy(v => v.Key).Select(v => v.Value.Printed))))
            .Where(same => same.Count() > 1);
        Assert.All(
            Assert.Single(rows),
            row => Assert.Contains(Utility.FlagsOf(row.Dataset, row.Model, row.Method, "D_r"), flag => flag.Kind == "repeat")
        );
        // Times of 1,000 s and more that two data sets share
        var times = Efficiency
            .Rows.Where(row => row.Values["total"].Value >= 1000)
            .GroupBy(row => (row.Model, row.Method, row.Values["total"]))
            .Where(same => same.Count() > 1);
        Assert.All(
            Assert.Single(times),
            row => Assert.Contains(Efficiency.FlagsOf(row.Dataset, row.Model, row.Method, "total"), flag => flag.Kind == "repeat")
        );
    }

    [Fact]
    public void A_retrained_model_better_than_the_original_on_the_data_both_have_seen_is_flagged()
    {
        var odd =
            from row in Utility.Rows
            where
                row.Method == "retrain"
                && row.Values["D_r"].Value > Utility.Find(row.Dataset, row.Model, "original", "D_r")!.Value.Value + 5
            select row;
        var found = Assert.Single(odd);
        Assert.Contains(Utility.FlagsOf(found.Dataset, found.Model, "retrain", "D_r"), flag => flag.Kind == "recipe");
    }
}
