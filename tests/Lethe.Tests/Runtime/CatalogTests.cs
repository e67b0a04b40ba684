using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class CatalogTests
{
    private sealed record Entry(string Name, string Title, string? StandsFor = null) : IEntry;

    private static Catalog<Entry> Fruit =>
        new("fruit", [new("pear", "Pear"), new("apple", "Apple"), new("plum-sample", "Plum (sample)", "plum")]);

    [Fact]
    public void What_is_listed_comes_in_its_order_and_the_rest_after_it_by_name() =>
        Assert.Equal(["pear", "apple", "banana", "cherry"], Fruit.InOrder("cherry", "apple", "banana", "pear", "apple"));

    [Fact]
    public void Names_that_are_not_listed_stand_for_themselves()
    {
        Assert.Equal(("Pear", "fig"), (Fruit.TitleOf("pear"), Fruit.TitleOf("fig")));
        Assert.Equal(
            ("plum", "pear", "fig"),
            (Fruit.PublishedName("plum-sample"), Fruit.PublishedName("pear"), Fruit.PublishedName("fig"))
        );
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_are_known()
    {
        const string Refusal = "There is no fruit 'fig'. Known: pear, apple, plum-sample.";
        Assert.Equal(Refusal, Assert.Throws<LetheException>(static () => Fruit.Get("fig")).Message);
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(static () => Fruit.Chosen(["fig"], [])).ExitCode);
        Assert.Equal(["pear", "apple"], Fruit.Chosen(["apple", "pear"], []));
        Assert.Equal(["apple"], Fruit.Chosen(null, ["apple"]));
    }

    [Fact]
    public void An_entry_can_be_added_once_and_taken_away_again()
    {
        var fruit = Fruit;
        using (fruit.Add(new("fig", "Fig")))
        {
            Assert.Equal("fig", fruit.Names[^1]);
            Assert.Throws<ArgumentException>(() => fruit.Add(new("fig", "Another")));
        }
        Assert.DoesNotContain("fig", fruit.Names);
    }
}
