using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Verify.Drawing;

namespace Lethe.Tests.Experiments.Verify.Drawing;

public sealed class CellCostsTests
{
    private sealed record Network(int Number);

    private static readonly IReadOnlyList<RunRecord> Quick =
    [
        .. new RecordStore(Path.Combine(Snapshot.Repository, "results", "quick"))
            .Latest()
            .Where(static record => record.Cell is { Experiment: "qad", Seed: 0 } && record.Cell.Settings["family"] == "df"),
    ];

    private static readonly RunRecord Baseline = Of("baseline"),
        Specialists = Of("specialists"),
        Qad = Of("qad");

    private static readonly CellCosts Costs = new(
        Quick,
        static record =>
            record.Cell.Method switch
            {
                "baseline" => [Training(record, "baseline", 0)],
                "specialists" =>
                [
                    Training(record, "one-quality", 1),
                    Training(record, "one-quality", 2),
                    Training(record, "one-quality", 3),
                    Training(record, "baseline", 0),
                ],
                "qad" => [Training(record, "qad", 4), Training(record, "baseline", 0)],
                _ => null,
            }
    );

    [Fact]
    public void A_training_takes_what_the_record_named_after_it_says() =>
        Assert.Equal(Total(Baseline), Assert.Single(Costs.Trainings(Baseline)).Seconds);

    [Fact]
    public void A_cell_pays_for_every_training_that_it_needs_and_no_other()
    {
        Assert.Equal(4, Costs.Trainings(Specialists).Count());
        Assert.Equal(Total(Specialists) + Total(Baseline), Costs.Trainings(Specialists).Sum(static one => one.Seconds), 9);
        Assert.Equal(Total(Qad) + Total(Baseline), Costs.Trainings(Qad).Sum(static one => one.Seconds), 9);
        Assert.Contains(Costs.Trainings(Baseline).Single(), Costs.Trainings(Qad));
    }

    [Fact]
    public void What_it_is_compared_with_comes_before_it_and_nothing_else() => Assert.Equal([Baseline], Costs.Bases(Qad));

    private static TrainingJob Training(RunRecord record, string name, int number) =>
        new(new($"tiny-{name}", new Network(number)), record.Cell with { Method = "any" }, static _ => { });

    private static double Total(RunRecord record) => record.Seconds["total"];

    private static RunRecord Of(string method) => Quick.Single(record => record.Cell.Method == method);
}
