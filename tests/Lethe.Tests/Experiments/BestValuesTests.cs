using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Tests.Experiments;

public sealed class BestValuesTests
{
    [Fact]
    public void The_best_follows_the_arrow()
    {
        Assert.Equal([1], Best(isMoreBetter: true, ("iwu", 1), ("lau", 3), ("fisher", 2)));
        Assert.Equal([0], Best(isMoreBetter: false, ("iwu", 1), ("lau", 3), ("fisher", 2)));
    }

    [Fact]
    public void References_do_not_compete() =>
        Assert.Equal([3], Best(isMoreBetter: true, ("original", 9), ("retrain", 8), ("iwu", 1), ("lau", 3)));

    [Fact]
    public void Nor_does_a_row_without_a_part_of_its_work() =>
        Assert.Equal([0], Best(isMoreBetter: false, ("lau", 2), ("lau-warm", 1), ("iwu", 3)));

    [Fact]
    public void What_cannot_be_told_from_the_best_is_as_good()
    {
        // t(2) s / sqrt(3) = 2.48 s
        Assert.Equal([0, 2], BestOf(("iwu", new(3, 0.5, 3)), ("fisher", new(0, 0.5, 3)), ("lau", new(4, 0.5, 3))));
        Assert.Equal([2], BestOf(("iwu", new(3, 0.1, 3)), ("fisher", new(0, 0.5, 3)), ("lau", new(4, 0.1, 3))));
        Assert.Empty(BestOf(("iwu", new(3, 2, 3)), ("lau", new(4, 2, 3))));
    }

    [Fact]
    public void The_interval_over_test_videos_counts_where_it_is_wider() =>
        Assert.Empty(BestOf(("iwu", new(3, 0.01, 3) { Interval = (2, 4) }), ("lau", new(5, 0.01, 3) { Interval = (3.9, 6) })));

    [Fact]
    public void A_single_seed_tells_nothing() => Assert.Empty(BestOf(("iwu", new(1, null, 1)), ("lau", new(9, 0.1, 3))));

    [Fact]
    public void Nothing_is_best_alone_or_among_equals()
    {
        Assert.Empty(Best(isMoreBetter: true, ("original", 1), ("lau", 3), ("iwu", null)));
        Assert.Empty(Best(isMoreBetter: false, ("fisher", 0), ("lau", 0), ("iwu", 0)));
        Assert.Empty(Best(isMoreBetter: true));
    }

    [Fact]
    public void What_is_not_a_number_does_not_win() =>
        Assert.Equal([1], Best(isMoreBetter: true, ("iwu", double.NaN), ("lau", 3), ("fisher", 2)));

    [Fact]
    public void Nor_is_anything_best_of_too_few_pictures()
    {
        var table = TableOf(isMoreBetter: true, ("iwu", 1), ("lau", 3));

        Assert.NotEmpty(BestValues.Of(table));
        Assert.Empty(BestValues.Of(table with { IsRanked = false }));
    }

    [Theory]
    [InlineData(1000, 2, true)]
    [InlineData(999, 2, false)]
    [InlineData(999, 3, true)]
    public void Erasing_is_ranked_from_2000_pictures_a_row_on(int pictures, int seeds, bool isRanked)
    {
        List<RunRecord> records =
        [
            .. Enumerable
                .Range(0, seeds)
                .Select(static seed =>
                    TestRecords.Record(
                        TestRecords.Cell("esd-x", seed, "fashion", "fashion-mnist-sample", "quick") with
                        {
                            Experiment = "erase",
                            ForgetClass = 7,
                        }
                    )
                ),
        ];
        records.ForEach(record => record.Metrics["images"] = pictures);

        Assert.Equal(isRanked, ExperimentCatalog.Show(records, ["erase-metrics"])[0].IsRanked);
    }

    private static IEnumerable<int> Best(bool isMoreBetter, params (string Method, double? Mean)[] rows) =>
        BestValues.Of(TableOf(isMoreBetter, rows)).Select(static place => place.Row).Order();

    private static IEnumerable<int> BestOf(params (string Method, Measurement? Ours)[] rows) =>
        BestValues.Of(TableOf(true, rows)).Select(static place => place.Row).Order();

    private static ResultTable TableOf(bool isMoreBetter, params (string Method, double? Mean)[] rows) =>
        TableOf(isMoreBetter, [.. rows.Select(static row => (row.Method, row.Mean is { } mean ? new Measurement(mean, 0, 3) : null))]);

    private static ResultTable TableOf(bool isMoreBetter, params (string Method, Measurement? Ours)[] rows) =>
        new(
            "e",
            "n",
            "t",
            "d",
            "p",
            [new("m", "x", "x", isMoreBetter, MetricUnit.Percent)],
            [
                .. rows.Select(static row => new ResultRow(row.Method, row.Method, [new ResultCell { Ours = row.Ours }])
                {
                    Competes = row.Method is not ("original" or "retrain") && !row.Method.EndsWith("-warm", StringComparison.Ordinal),
                }),
            ],
            [],
            TableOrigin.Of([])
        );
}
