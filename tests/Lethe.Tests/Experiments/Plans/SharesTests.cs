using CsCheck;
using Lethe.Experiments.Plans;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments.Plans;

public sealed class SharesTests
{
    // Trainings with costs, and for each some cells.
    private static readonly Gen<List<PlanTask>> Plans = Gen.Select(Gen.Double[0, 100], Gen.Int[0, 6])
        .List[1, 12]
        .Select(static networks =>
            networks
                .Index()
                .SelectMany(static at =>
                    Enumerable
                        .Range(0, at.Item.Item2)
                        .Select(cell => new PlanTask($"c{at.Index}-{cell}", 1, "", [$"t{at.Index}"], 1 + cell, null))
                        .Prepend(new($"t{at.Index}", 0, "", [], at.Item.Item1, null))
                )
                .ToList()
        );

    [Fact]
    public void Every_task_is_in_one_share_and_what_stands_on_a_network_comes_after_it_in_the_same() =>
        Gen.Select(Plans, Gen.Int[1, 9])
            .Sample(
                static (plan, count) =>
                {
                    var shares = Shares.Of(plan, count);
                    Assert.Equal(count, shares.Count);
                    Assert.Equal(
                        plan.Select(static task => task.Id).Order(),
                        shares.SelectMany(static share => share).Select(static task => task.Id).Order()
                    );
                    foreach (var share in shares)
                    {
                        var done = new HashSet<string>();
                        foreach (var task in share)
                        {
                            Assert.All(task.Needs, need => Assert.Contains(need, done));
                            done.Add(task.Id);
                        }
                    }
                }
            );

    // Graham's bound: of the best possible, which is at least the mean and at least the longest group.
    [Fact]
    public void No_share_is_longer_than_a_list_schedule_may_be() =>
        Gen.Select(Plans, Gen.Int[1, 9])
            .Sample(
                static (plan, count) =>
                {
                    var groups = plan.GroupBy(static task => task.Needs is [var need] ? need : task.Id)
                        .Select(static group => group.Sum(static task => task.Seconds!.Value));
                    var best = Math.Max(groups.Max(), plan.Sum(static task => task.Seconds!.Value) / count);
                    var longest = Shares.Of(plan, count).Max(static share => share.Sum(static task => task.Seconds!.Value));
                    // Of any list schedule; 4/3 holds to the optimum itself, of which "best" is a lower bound.
                    Assert.InRange(longest, 0, ((2 - (1.0 / count)) * best) + 1e-9);
                }
            );

    [Fact]
    public void Cells_alone_are_divided_even_where_they_stand_on_one_network()
    {
        var cells = Enumerable.Range(0, 100).Select(static i => new PlanTask($"{i}", 1, "", ["t"], 1, null)).ToList();
        Assert.All(Shares.Of(cells, 4), static share => Assert.Equal(25, share.Count));
    }

    [Fact]
    public void The_same_tasks_are_divided_alike_everywhere() =>
        Plans.Sample(static plan =>
            Assert.Equal(
                Shares.Of(plan, 3).Select(static share => string.Join(' ', share.Select(static task => task.Id))),
                Shares
                    .Of([.. plan.Select(static task => task with { })], 3)
                    .Select(static share => string.Join(' ', share.Select(static task => task.Id)))
            )
        );

    [Fact]
    public void The_longest_comes_first()
    {
        List<PlanTask> tasks = [new("short", 0, "", [], 1, null), new("long", 0, "", [], 9, null), new("unknown", 0, "", [], null, null)];
        Assert.Equal(["long", "unknown", "short"], Shares.Of(tasks, 1)[0].Select(static task => task.Id));
    }

    [Fact]
    public void The_network_whose_rows_are_there_soonest_is_the_one_that_costs_least_with_its_cells()
    {
        List<PlanTask> tasks =
        [
            new("a", 0, "", [], 5, null),
            new("a1", 1, "", ["a"], 1, null),
            new("b", 0, "", [], 4, null),
            new("b1", 1, "", ["b"], 3, null),
            new("trained", 1, "", ["c"], 1, null),
        ];
        Assert.Equal(["a", "a1"], Shares.Soonest(tasks).Select(static task => task.Id));
        Assert.Empty(Shares.Soonest(tasks[^1..]));
    }

    [Theory]
    [InlineData("0/1", 0, 1)]
    [InlineData("3/4", 3, 4)]
    public void A_share_is_read(string text, int index, int count) => Assert.Equal(new Shard(index, count), Shard.Parse(text));

    [Theory]
    [InlineData("4/4")]
    [InlineData("-1/4")]
    [InlineData("1")]
    [InlineData("a/b")]
    [InlineData("1/2/3")]
    public void What_is_no_share_is_refused(string text) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => Shard.Parse(text)).ExitCode);

    [Fact]
    public void Engines_say_which_share_this_is()
    {
        Assert.Equal(Shard.Whole, Of(null));
        Assert.Equal(new(2, 5), Of(null, ("SLURM_ARRAY_TASK_ID", "12"), ("SLURM_ARRAY_TASK_COUNT", "5"), ("SLURM_ARRAY_TASK_MIN", "10")));
        Assert.Equal(new(2, 4), Of(4, ("JOB_COMPLETION_INDEX", "2")));
        Assert.Equal(new(1, 2), Of(null, ("SKYPILOT_NODE_RANK", "1"), ("SKYPILOT_NUM_NODES", "2")));
        Assert.Contains("--shards N", Assert.Throws<LetheException>(static () => Of(null, ("JOB_COMPLETION_INDEX", "2"))).Message);

        static Shard Of(int? count, params (string, string)[] variables) =>
            Shard.OfEngine(name => variables.FirstOrDefault(one => one.Item1 == name).Item2, count);
    }
}
