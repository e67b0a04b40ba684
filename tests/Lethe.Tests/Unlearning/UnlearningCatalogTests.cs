using Lethe.Runtime;
using Lethe.Unlearning;

namespace Lethe.Tests.Unlearning;

public sealed class UnlearningCatalogTests
{
    [Fact]
    public void Every_method_is_created_under_its_own_name_at_every_profile() =>
        Assert.All(from name in UnlearningCatalog.Names from profile in (string[])["smoke", "quick", "small", "paper"] select (name, profile),
            static pair => Assert.Equal(pair.name, UnlearningCatalog.Create(pair.name, pair.profile).Name));

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
    public void A_description_lists_the_settings_and_nothing_else()
    {
        var described = UnlearningCatalog.Describe(new NegativeGradient { LearningRate = 2.5e-5 });
        Assert.Equal(["BatchSize", "ClipNorm", "Epochs", "LearningRate", "StopAt"], described.Keys);
        Assert.Equal("2.5E-05", described["LearningRate"]);
        Assert.Equal("Image", UnlearningCatalog.Describe(Lau.OriginalPgd)["Attack"]);
        Assert.Empty(UnlearningCatalog.Describe(new LogitMask()));
    }

    [Fact]
    public void A_setting_younger_than_records_is_told_only_where_it_differs_from_theirs()
    {
        Assert.Empty(UnlearningCatalog.Describe(Lau.Robust).Keys.Intersect(["Optimizer", "WeightDecay", "StopAtFirstBatch"]));
        var described = UnlearningCatalog.Describe(Lau.Reimpl);
        Assert.Equal(("Adam", "True"), (described["Optimizer"], described["StopAtFirstBatch"]));
        Assert.Equal("0.0005", UnlearningCatalog.Describe(Lau.Robust with { WeightDecay = 5e-4 })["WeightDecay"]);
    }
}
