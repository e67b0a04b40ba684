using CsCheck;
using Lethe.Experiments.Plans;

namespace Lethe.Tests.Experiments.Plans;

public sealed class TimedOrderTests
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    // Trainings with costs, and for each some cells with costs and what they add; cells of the last one need the first too.
    private static readonly Gen<List<PlanTask>> Plans = Gen.Select(Gen.Int[1, 20], Gen.Select(Gen.Int[1, 9], Gen.Int[0, 5]).List[0, 2])
        .List[1, 3]
        .Select(static networks =>
            networks
                .Index()
                .SelectMany(static at =>
                    at.Item.Item2.Index()
                        .Select(cell => Cell($"c{at.Index}-{cell.Index}", cell.Item.Item1, cell.Item.Item2, $"t{at.Index}"))
                        .Prepend(Training($"t{at.Index}", at.Item.Item1))
                )
                .ToList()
        );

    [Fact]
    public void It_has_every_task_once_after_what_it_needs() =>
        Gen.Select(Plans, Gen.Int[0, 60])
            .Sample(
                static (plan, seconds) =>
                {
                    var order = TimedOrder.Of(plan, TimeSpan.FromSeconds(seconds));
                    Assert.Equal(plan.Select(static task => task.Id).Order(), order.Select(static task => task.Id).Order());
                    var done = new HashSet<string>();
                    foreach (var task in order)
                    {
                        Assert.All(task.Needs, need => Assert.Contains(need, done));
                        done.Add(task.Id);
                    }
                }
            );

    [Fact]
    public void What_fits_comes_first_fits_into_the_time_and_stands_on_what_fits() =>
        Gen.Select(Plans, Gen.Int[0, 60])
            .Sample(
                static (plan, seconds) =>
                {
                    var order = TimedOrder.Of(plan, TimeSpan.FromSeconds(seconds));
                    var within = order.TakeWhile(static task => task.Fits == true).ToList();
                    Assert.All(order.Skip(within.Count), static task => Assert.False(task.Fits));
                    Assert.InRange(within.Sum(static task => task.Seconds!.Value), 0, seconds);
                    var ids = within.Select(static task => task.Id).ToHashSet();
                    Assert.All(within, task => Assert.All(task.Needs, need => Assert.Contains(need, ids)));
                }
            );

    // Against every order that there is.
    [Fact]
    public void Where_cells_stand_on_one_network_no_order_fills_the_tables_sooner() =>
        Plans
            .Where(static plan => plan.Count <= 7)
            .Sample(static plan => Assert.Equal(Orders(plan).Min(Delay), Delay(TimedOrder.Of(plan, Long)), 1e-6), iter: 60);

    [Fact]
    public void Trainings_count_into_the_cost_of_what_stands_on_them()
    {
        List<PlanTask> plan =
        [
            Training("slow", 100),
            Cell("much", 1, 50, "slow"),
            Training("quick", 10),
            Cell("little", 1, 10, "quick"),
            Cell("nothing", 1, 0, "quick"),
        ];
        Assert.Equal(["quick", "little", "slow", "much", "nothing"], TimedOrder.Of(plan, Long).Select(static task => task.Id));
    }

    [Fact]
    public void A_cell_may_stand_on_two_networks()
    {
        List<PlanTask> plan = [Training("a", 1), Training("b", 1), Cell("of both", 1, 9, "a", "b"), Cell("of one", 1, 1, "a")];
        Assert.Equal(["a", "b", "of both", "of one"], TimedOrder.Of(plan, Long).Select(static task => task.Id));
    }

    [Fact]
    public void What_does_not_fit_takes_with_it_what_stands_on_it_and_shorter_things_move_up()
    {
        List<PlanTask> plan =
        [
            Training("long", 100),
            Cell("of long", 1, 900, "long"),
            Training("short", 10),
            Cell("of short", 1, 1, "short"),
        ];
        var order = TimedOrder.Of(plan, TimeSpan.FromSeconds(60));
        Assert.Equal(
            [("short", true), ("of short", true), ("long", false), ("of long", false)],
            order.Select(static task => (task.Id, task.Fits == true))
        );
    }

    private static PlanTask Training(string id, double seconds) => new(id, 0, "", [], seconds, null);

    private static PlanTask Cell(string id, double seconds, double adds, params string[] needs) =>
        new(id, 1, "", needs, seconds, null) { Adds = adds };

    // The sum over what each cell adds times when it is there.
    private static double Delay(IEnumerable<PlanTask> order)
    {
        var (now, sum) = (0.0, 0.0);
        foreach (var task in order)
        {
            now += task.Seconds!.Value;
            sum += now * (task.Adds ?? 0);
        }
        return sum;
    }

    private static IEnumerable<List<PlanTask>> Orders(List<PlanTask> left) =>
        left.Count == 0
            ?
            [
                [],
            ]
            : left.Where(task => !task.Needs.Any(need => left.Exists(other => other.Id == need)))
                .SelectMany(first => Orders([.. left.Where(task => task != first)]).Select(rest => rest.Prepend(first).ToList()));
}
