using System.ComponentModel;
using Lethe.Detection;
using Lethe.Detection.Objectives;
using Lethe.Experiments.Records;
using Lethe.Models;
using Lethe.Training;
using Lethe.Unlearning;

namespace Lethe.Tests.Experiments;

public sealed class SettingsTests
{
    private sealed record Inner(double Rate, bool Flip);

    private sealed record Outer(string Name, Inner Inner, int? Count, IReadOnlyList<double> Weights)
    {
        [DefaultValue(7)]
        public int Younger { get; init; } = 7;

        public double Computed => Inner.Rate * 2;

        public string Held { get; } = Name + "!";
    }

    [Fact]
    public void Every_property_that_holds_something_is_told_by_its_path() =>
        Assert.Equal(
            [("held", "x!"), ("inner.flip", "true"), ("inner.rate", "0.001"), ("name", "x"), ("weights.0", "1"), ("weights.1", "-0.5")],
            Settings.Of(new Outer("x", new(0.001, true), null, [1, -0.5])).Select(static setting => (setting.Key, setting.Value))
        );

    [Fact]
    public void A_younger_property_is_left_out_where_it_is_as_before()
    {
        var old = new Outer("x", new(1, false), 3, []);
        Assert.DoesNotContain("younger", Settings.Of(old).Keys);
        Assert.Equal("8", Settings.Of(old with { Younger = 8 })["younger"]);
    }

    [Fact]
    public void Settings_are_written_the_same_in_every_language()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "minus" } };
            Assert.Equal("-0.001", Settings.Of(new Inner(-0.001, true))["rate"]);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_cannot_be_told_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Settings.Of((Epochs: 1, Rate: 2)));
        Assert.Throws<ArgumentException>(() => Settings.Of(new { Anonymous = new object() }));
        Assert.Throws<ArgumentException>(() => TestRecords.Cell().With("random", new Random(1)));
    }

    // Each of these was once written by no cell: a change of its default would have let old records answer for new runs.
    [Fact]
    public void Nothing_of_a_method_or_recipe_is_left_out()
    {
        Assert.Superset(
            new HashSet<string> { "clipNorm", "momentum", "augmentation.flip", "precision" },
            Settings.Of(new TrainingRecipe { Epochs = 1 }).Keys.ToHashSet()
        );
        Assert.Superset(
            new HashSet<string> { "clipNorm", "momentum", "patience", "cycle.cyclesBeta" },
            Settings.Of(DetectorRecipe.Quick).Keys.ToHashSet()
        );
        Assert.Superset(new HashSet<string> { "optimizer", "weightDecay", "stopAtFirstBatch" }, Settings.Of(new Lau()).Keys.ToHashSet());
        Assert.Superset(
            new HashSet<string> { "measure.estimator", "weights.5", "gamma" },
            Settings.Of(new QadObjective()).Keys.ToHashSet()
        );
        Assert.Equal("1E-06", Settings.Of(new ModelSpec("vit", 10))["normEpsilon"]);
        Assert.Empty(Settings.Of(new LogitMask()));
    }

    [Fact]
    public void A_teacher_is_told_by_its_name_alone() =>
        Assert.Equal("the same", Settings.Of(new AddObjective { Teacher = "the same" })["teacher"]);
}
