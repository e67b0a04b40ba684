using Lethe.Runtime;
using Lethe.Unlearning;

namespace Lethe.Tests.Unlearning;

public sealed class UnlearningCatalogTests
{
    [Fact]
    public void Every_method_is_created_under_its_own_name_at_every_profile() =>
        Assert.All(
            from name in UnlearningCatalog.Names
            from profile in (string[])["smoke", "quick", "small", "paper"]
            select (name, profile),
            static pair => Assert.Equal(pair.name, UnlearningCatalog.Create(pair.name, pair.profile).Name)
        );

    [Fact]
    public void An_unknown_method_is_answered_with_the_known_ones()
    {
        var error = Assert.Throws<LetheException>(() => UnlearningCatalog.Create("nonsense", "quick"));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.All(UnlearningCatalog.Names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_paper_profile_is_the_defaults()
    {
        Assert.Equal(new Lau(), UnlearningCatalog.Create("lau", "paper"));
        Assert.Equal(new FineTune(), UnlearningCatalog.Create("fine-tune", "paper"));
        Assert.Equal(new FisherForgetting(), UnlearningCatalog.Create("fisher", "paper"));
    }
}
