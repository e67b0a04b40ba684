using Lethe.Runtime;
using Lethe.Unlearning;
using Lethe.Unlearning.Runs;

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

    [Fact]
    public void What_cannot_work_is_refused_with_the_reason()
    {
        var error = Assert.Throws<LetheException>(() => UnlearningCatalog.Create("amnesiac", "quick"));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("99.9999 %", error.Message, StringComparison.Ordinal);
        Assert.Equal(0.999999, 1 - Math.Pow(0.9, 128), 1e-6);
    }

    [Fact]
    public void Rivals_are_in_no_table_but_their_own()
    {
        Assert.Contains("salun", UnlearningCatalog.Rivals);
        Assert.DoesNotContain("lau", UnlearningCatalog.Rivals);
        Assert.All(Profile.All, static profile => Assert.Empty(profile.Methods.Intersect(UnlearningCatalog.Rivals)));
    }
}
