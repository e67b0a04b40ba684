using Lethe.Unlearning;
using Lethe.Unlearning.Tuning;

namespace Lethe.Tests.Unlearning.Tuning;

public sealed class TrialTests
{
    private const int Forget = 950,
        Retain = 8550,
        RetrainUnits = 3 * 3 * Retain;

    public static TheoryData<string> Names => [.. UnlearningCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_is_the_catalogues_and_none_costs_more_than_it_may(string name)
    {
        var method = UnlearningCatalog.Create(name, "quick");

        var trials = Trial.Of(method, 24, Forget, Retain, RetrainUnits / 2.0);

        Assert.Equal(method.Space.Knobs.Count > 0 ? 24 : 1, trials.Count);
        Assert.Equal((0, method), (trials[0].Number, trials[0].Method));
        Assert.Empty(trials[0].Settings);
        Assert.All(trials.Skip(1), static trial => Assert.True(trial.IsTooDear || trial.Units <= RetrainUnits / 2.0));
        Assert.All(trials.Skip(1), trial => Assert.Equal(method.Space.Apply(method, trial.Settings), trial.Method));
    }

    [Fact]
    public void A_sequence_is_the_beginning_of_a_longer_one() =>
        Assert.Equal(Settings(Of(new Lau(), 24)).Take(12), Settings(Of(new Lau(), 12)));

    [Fact]
    public void The_sequence_is_fixed() =>
        Assert.Equal("alpha 0.1, rateFactor 0.197, stepSize 0.4, steps 3, tau 0, temperature 4", Settings(Of(new Lau(), 2))[1]);

    [Fact]
    public void What_would_cost_too_much_takes_fewer_epochs()
    {
        var dear = Trial.Of(new FineTune { MaxImages = 2000 }, 24, Forget, Retain, double.PositiveInfinity);
        var cheap = Trial.Of(new FineTune { MaxImages = 2000 }, 24, Forget, Retain, RetrainUnits / 2.0);

        Assert.Contains(dear, static trial => ((FineTune)trial.Method).Epochs == 30);
        Assert.All(cheap.Skip(1), static trial => Assert.Equal(5, ((FineTune)trial.Method).Epochs));
        Assert.Equal(dear.Select(static trial => Rate(trial)), cheap.Select(static trial => Rate(trial)));

        static double Rate(Trial trial) => ((FineTune)trial.Method).LearningRate;
    }

    [Fact]
    public void What_costs_too_much_at_its_cheapest_is_not_run() =>
        Assert.All(Trial.Of(new FineTune(), 24, Forget, Retain, 100).Skip(1), static trial => Assert.True(trial.IsTooDear));

    private static IReadOnlyList<Trial> Of(IUnlearningMethod method, int count) => Trial.Of(method, count, Forget, Retain, RetrainUnits);

    private static List<string> Settings(IEnumerable<Trial> trials) =>
        [.. trials.Select(static trial => string.Join(", ", trial.Settings.Select(static one => $"{one.Key} {one.Value}")))];
}
