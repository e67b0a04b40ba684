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
    public void What_costs_more_than_a_quarter_waits_until_nothing_else_is_left()
    {
        var time = TimeSpan.FromMinutes(10);
        var draw = new CellDraw(Costs, 7, Quick, new HashSet<string>());
        var (left, waited) = (time.TotalSeconds, false);
        while (draw.Next(left, CellDraw.ShareOf(time).TotalSeconds) is { Count: > 0 } next)
        {
            var cost = next.Sum(static one => one.Seconds);
            Assert.True(cost <= 150 || (waited = true));
            Assert.True(!waited || cost > 150 || left < 150);
            left -= cost;
        }
    }

    [Fact]
    public void Suspects_that_share_a_training_come_together()
    {
        var lau = Quick.Where(static record => record.Cell is { Experiment: "lau", Seed: 0, ForgetClass: 8 }).ToList();
        HashSet<string> suspected =
        [
            .. lau.Where(static record => record.Cell is { Model: "resnet18", Method: "iwu" or "negative-gradient" or "lau" })
                .Append(lau.First(static record => record.Cell is { Model: "vgg16", Method: "iwu" }))
                .Select(static record => record.Id),
        ];
        var models = new List<string>();
        var draw = new CellDraw(Costs, 7, Quick, suspected);
        while (models.Count < suspected.Count)
        {
            models.AddRange(
                draw.Next(3600, 900).Where(one => suspected.Contains(one.Record.Id)).Select(static one => one.Record.Cell.Model)
            );
        }
        Assert.Equal(["resnet18", "resnet18", "resnet18", "vgg16"], models);
    }

    [Fact]
    public void What_was_given_up_takes_with_it_what_stands_on_it()
    {
        var draw = new CellDraw(Costs, 7, Quick, new HashSet<string>());
        var first = draw.Next(600, 600);
        while (!Costs.Trainings(first[0].Record).Any())
        {
            first = draw.Next(600, 600);
        }
        draw.GiveUp(first[0].Record, first.Skip(1).Select(static one => one.Record));
        var gone = Costs.Trainings(first[0].Record).Select(static one => one.Key).ToHashSet();
        while (draw.Next(600, 600) is { Count: > 0 } next)
        {
            Assert.DoesNotContain(next, one => Costs.Trainings(one.Record).Any(training => gone.Contains(training.Key)));
        }
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

    [Fact]
    public void Suspects_leave_a_third_of_the_time_to_chance()
    {
        var suspected = Quick
            .Where(static record => record.Cell.Experiment is "lau" or "qad")
            .Select(static record => record.Id)
            .ToHashSet();
        var draw = new CellDraw(Costs, 7, Quick, suspected);
        var (left, ofOthers) = (600.0, 0.0);
        while (draw.Next(left, 150) is { Count: > 0 } next)
        {
            var seconds = next.Sum(static one => one.Seconds);
            left -= seconds;
            ofOthers += suspected.Contains(next[^1].Record.Id) ? 0 : seconds;
        }
        Assert.InRange(ofOthers, 100, 300);
    }

    private static IReadOnlyList<RunRecord> Draw(int minutes, int seed) =>
        new CellDraw(Costs, seed, Quick, new HashSet<string>()).All(TimeSpan.FromMinutes(minutes));

    private static IEnumerable<string> Ids(IEnumerable<RunRecord> records) => records.Select(static record => record.Id);
}
