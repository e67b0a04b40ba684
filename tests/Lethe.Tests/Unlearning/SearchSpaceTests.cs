using System.Globalization;
using Lethe.Unlearning;

namespace Lethe.Tests.Unlearning;

public sealed class SearchSpaceTests
{
    public static TheoryData<string> Names => [.. UnlearningCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_knob_turns_its_setting(string name)
    {
        var method = UnlearningCatalog.Create(name, "quick");
        foreach (var knob in method.Space.Knobs)
        {
            var (low, high) = (knob.Draw(0), knob.Draw(0.999999));
            Assert.NotEqual(low, high);
            Assert.NotEqual(knob.Set(method, low), knob.Set(method, high));
            Assert.Equal(name, knob.Set(method, high).Name);
        }
    }

    [Fact]
    public void A_logarithmic_range_has_its_middle_at_the_geometric_mean()
    {
        var rate = new RandomLabel().Space.Knobs[0];

        Assert.Equal(("1E-06", "0.0001"), (rate.Draw(0), rate.Draw(0.5)));
        Assert.InRange(double.Parse(rate.Draw(0.999), CultureInfo.InvariantCulture), 0.0098, 0.01);
    }

    [Fact]
    public void A_set_is_cut_in_equal_parts()
    {
        var epochs = new RandomLabel().Space.Knobs[1];

        Assert.Equal(["1", "1", "3", "10"], ((double[])[0, 0.24, 0.26, 0.99]).Select(epochs.Draw));
        Assert.Equal(("5", null), (epochs.Below("10"), epochs.Below("1")));
    }

    [Fact]
    public void Settings_are_applied_by_name() =>
        Assert.Equal(
            new NegativeGradient
            {
                LearningRate = 2e-5,
                ClipNorm = 100,
                StopAt = -1,
            },
            new NegativeGradient().Space.Apply(
                new NegativeGradient(),
                new Dictionary<string, string>
                {
                    ["learningRate"] = "2E-05",
                    ["clipNorm"] = "100",
                    ["stopAt"] = "-1",
                }
            )
        );

    [Theory]
    [InlineData("depth", "3")]
    [InlineData("epochs", "4")]
    public void What_is_not_searched_is_refused(string name, string value) =>
        Assert.Throws<ArgumentException>(() => new RandomLabel().Space.Apply(new RandomLabel(), [KeyValuePair.Create(name, value)]));
}
