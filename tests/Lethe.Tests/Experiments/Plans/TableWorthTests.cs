using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments.Plans;

public sealed class TableWorthTests
{
    private static readonly Cell Lau = new()
    {
        Experiment = "lau",
        Dataset = "cifar10",
        Model = "resnet18",
        Method = "lau",
        Profile = "paper",
        Seed = 0,
        ForgetClass = 8,
    };

    // Five numbers of utility, and two of efficiency.
    [Theory]
    [InlineData("lau", 7)]
    [InlineData("lau-utility", 5)]
    [InlineData("lau-efficiency", 2)]
    [InlineData("qad", 0)]
    public void A_record_adds_the_published_numbers_that_it_stands_beside(string table, double adds) =>
        Assert.Equal(adds, new TableWorth([table], []).Of(Lau));

    [Fact]
    public void A_further_seed_adds_less_whether_it_is_recorded_or_planned()
    {
        var worth = new TableWorth(["lau-utility"], [Lau]);
        Assert.Equal(5.0 / 2, worth.Of(Lau with { Seed = 1 }));
        Assert.Equal(5.0 / 3, worth.Of(Lau with { Seed = 2 }));
        Assert.Equal(5, worth.Of(Lau with { Dataset = "fashion-mnist" }));
    }

    [Fact]
    public void What_the_paper_does_not_have_adds_nothing() =>
        Assert.Equal(0, new TableWorth(["lau"], []).Of(Lau with { Method = "logit-mask" }));

    [Fact]
    public void A_table_that_is_not_there_is_refused() =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(static () => new TableWorth(["no-such"], [])).ExitCode);
}
