using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments;

public sealed class ExperimentCatalogTests
{
    [Fact]
    public void A_name_means_its_tables()
    {
        Assert.Equal(["lau-utility", "lau-efficiency"], ExperimentCatalog.Tables(["lau"]));
        Assert.Equal(["lau-pgd", "lau-utility"], ExperimentCatalog.Tables(["lau-pgd", "lau-utility", "lau-pgd"]));
        Assert.Equal(
            ExperimentCatalog.Names.Except([
                "lau",
                "qad",
                "erase",
                "all",
                "qad-synthetic",
                "lau-tune",
                "lau-tune-oracle",
                "lau-distribution",
                "lau-seen",
            ]),
            ExperimentCatalog.Tables(["all"])
        );
    }

    [Fact]
    public void Every_published_table_has_an_experiment() =>
        Assert.Subset(ExperimentCatalog.Names.ToHashSet(), PublishedTables.Names.ToHashSet());

    [Fact]
    public void Another_name_is_refused_with_those_that_are_known()
    {
        var error = Assert.Throws<LetheException>(() => ExperimentCatalog.Tables(["lau", "lau-nothing"]));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("There is no table 'lau-nothing'. Known: lau, lau-utility", error.Message, StringComparison.Ordinal);
    }
}
