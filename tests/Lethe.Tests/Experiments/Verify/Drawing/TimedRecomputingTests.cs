using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Drawing;
using Lethe.Tests.Interactive;

namespace Lethe.Tests.Experiments.Verify.Drawing;

public sealed class TimedRecomputingTests
{
    private static readonly IReadOnlyList<RunRecord> Quick = new RecordStore(
        Path.Combine(Snapshot.Repository, "results", "quick")
    ).Latest();

    private static readonly CellCosts Costs = new(Quick);

    private readonly ManualClock clock = new();
    private readonly List<RunRecord> begun = [];

    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(4)]
    public void However_fast_the_machine_is_the_time_is_used_and_not_exceeded(double slowness)
    {
        var recomputing = Of(TimeSpan.FromMinutes(10));
        var done = recomputing.Run(Slower(slowness), default).Count();

        Assert.Equal(done + Stopped(recomputing).Count, begun.Count);
        Assert.InRange(Seconds, 400, 600);
    }

    [Fact]
    public void A_slow_machine_computes_fewer_cells_and_hardly_ever_stops_one()
    {
        var fast = Of(TimeSpan.FromMinutes(10)).Run(Slower(1), default).Count();
        var slow = Of(TimeSpan.FromMinutes(10));
        Assert.InRange(slow.Run(Slower(4), default).Count(), 1, fast / 2);
    }

    [Fact]
    public void A_cell_that_overruns_its_quarter_is_stopped_and_others_have_their_turn()
    {
        var recomputing = Of(TimeSpan.FromMinutes(10));
        Assert.Empty(recomputing.Run(Endless, default));
        Assert.Equal(600, Seconds);
        Assert.Equal(begun, Stopped(recomputing));
        Assert.Equal([150.0, 150, 150, 150], recomputing.NotReached.Select(static one => one.Needs.TotalSeconds));
    }

    [Fact]
    public void A_training_that_does_not_end_takes_a_quarter_of_the_time_and_is_not_begun_again()
    {
        // The suspects stand on one network, whose trainings do not end.
        var lau = Quick.Where(static record => record.Cell is { Experiment: "lau", Model: "vgg16", Seed: 0, ForgetClass: 8 }).ToList();
        var network = Costs.Trainings(lau.First(static record => record.Cell.Method == "lau")).Select(static one => one.Key).ToHashSet();
        var recomputing = Of(TimeSpan.FromMinutes(10), [.. lau.Select(static record => record.Id)]);
        var (onNetwork, usual) = (new List<RunRecord>(), Slower(1));
        var done = recomputing
            .Run(
                (record, place, stop) =>
                {
                    if (!Costs.Trainings(record).Any(one => network.Contains(one.Key)))
                    {
                        return usual(record, place, stop);
                    }
                    onNetwork.Add(record);
                    return Endless(record, place, stop);
                },
                default
            )
            .ToList();

        Assert.InRange(onNetwork.Count, 1, network.Count); // each of its trainings at most once
        Assert.InRange(done.Count, 10, int.MaxValue);
        Assert.All(recomputing.NotReached.Where(one => onNetwork.Contains(one.Record)), static one => Assert.True(one.WasStopped));
        Assert.Contains(recomputing.NotReached, one => !one.WasStopped && lau.Contains(one.Record) && one.Needs > TimeSpan.Zero);
        Assert.InRange(Seconds, 400, 600);
    }

    [Fact]
    public void Who_interrupts_is_not_told_that_the_time_is_up()
    {
        using var user = new CancellationTokenSource();
        var recomputing = Of(TimeSpan.FromMinutes(1));
        Assert.Throws<OperationCanceledException>(() =>
            recomputing
                .Run(
                    (record, _, stop) =>
                    {
                        user.Cancel();
                        stop.ThrowIfCancellationRequested();
                        return record;
                    },
                    user.Token
                )
                .Count()
        );
        Assert.Empty(recomputing.NotReached);
    }

    [Fact]
    public void Without_time_nothing_is_begun()
    {
        Assert.Empty(Of(TimeSpan.Zero).Run(Endless, default));
        Assert.Empty(begun);
    }

    private double Seconds => clock.GetElapsedTime(0).TotalSeconds;

    private TimedRecomputing Of(TimeSpan time, params string[] suspected) =>
        new(new CellDraw(Costs, 7, Quick, suspected.ToHashSet()), time, clock);

    private static List<RunRecord> Stopped(TimedRecomputing recomputing) =>
        [.. recomputing.NotReached.Where(static one => one.WasStopped).Select(static one => one.Record)];

    // So many times what a cell is reckoned at, its trainings each time they come; a second at a time, as far as it may.
    private TimedRecomputing.Compute Slower(double slowness)
    {
        var paid = new HashSet<string>();
        return (record, _, stop) =>
        {
            begun.Add(record);
            var seconds = Costs.Own(record) + Costs.Trainings(record).Where(one => paid.Add(one.Key)).Sum(static one => one.Seconds);
            for (var left = slowness * seconds; left > 0; left--)
            {
                clock.Advance(Math.Min(1, left));
                stop.ThrowIfCancellationRequested();
            }
            return record;
        };
    }

    private RunRecord Endless(RunRecord record, int place, CancellationToken stop)
    {
        begun.Add(record);
        while (true)
        {
            clock.Advance(1);
            stop.ThrowIfCancellationRequested();
        }
    }
}
