using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Drawing;

namespace Lethe.Tests.Experiments.Verify.Drawing;

public sealed class CellDrawTests
{
    private static readonly IReadOnlyList<RunRecord> Quick = new RecordStore(
        Path.Combine(Snapshot.Repository, "results", "quick")
    ).Latest();

    private static readonly CellCosts Costs = new(Quick);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(60)]
    public void It_costs_no_more_than_there_is_time(int minutes)
    {
        var drawn = Draw(minutes, 7);
        var trainings = drawn.SelectMany(Costs.Trainings).Distinct().Sum(static training => training.Seconds);
        Assert.NotEmpty(drawn);
        Assert.InRange(drawn.Sum(Costs.Own) + trainings, 0, 60 * minutes);
    }

    [Fact]
    public void A_seed_draws_the_same_cells_and_another_others()
    {
        Assert.Equal(Ids(Draw(10, 7)), Ids(Draw(10, 7)));
        Assert.NotEqual(Ids(Draw(10, 7)), Ids(Draw(10, 8)));
    }

    [Fact]
    public void In_ten_minutes_most_experiments_have_their_turn_and_a_falsified_twentieth_is_hardly_missed()
    {
        var drawn = Draw(10, 7);
        Assert.InRange(drawn.Select(static record => record.Cell.Experiment).Distinct().Count(), 10, 17);
        Assert.InRange(Lethe.Experiments.Verify.Unseen.Chance(Quick.Count, drawn.Count, 0.05), 0, 0.05);
    }

    [Fact]
    public void A_network_comes_before_what_starts_from_it()
    {
        var place = Draw(60, 7).Index().ToDictionary(static pair => pair.Item.Id, static pair => pair.Index);
        Assert.All(
            Quick.Where(record => place.ContainsKey(record.Id)),
            record => Assert.All(Costs.Bases(record), network => Assert.InRange(place[network.Id], 0, place[record.Id]))
        );
    }

    [Fact]
    public void What_a_check_suspects_comes_first()
    {
        var suspect = Quick.First(static record => record.Cell is { Experiment: "qad-robustness" });
        Assert.Equal(suspect.Id, new CellDraw(Costs, 7, Quick, new HashSet<string> { suspect.Id }).All(TimeSpan.FromMinutes(10))[0].Id);
    }

    [Fact]
    public void A_training_that_cells_share_is_paid_once()
    {
        var twice = Quick
            .Where(static record => record.Cell.Experiment is "qad" or "qad-robustness")
            .GroupBy(static record => record.Seconds["total"])
            .First(static same => same.Count() > 1)
            .ToList();
        Assert.Single(twice.SelectMany(Costs.Trainings).Distinct());
    }

    private static IReadOnlyList<RunRecord> Draw(int minutes, int seed) =>
        new CellDraw(Costs, seed, Quick, new HashSet<string>()).All(TimeSpan.FromMinutes(minutes));

    private static IEnumerable<string> Ids(IEnumerable<RunRecord> records) => records.Select(static record => record.Id);
}
