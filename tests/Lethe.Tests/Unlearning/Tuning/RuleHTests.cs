using Lethe.Unlearning.Tuning;

namespace Lethe.Tests.Unlearning.Tuning;

public sealed class RuleHTests
{
    private static readonly TrialOutcome A = new(1, Forget: 0.5, ForgetValidation: 0, RetainValidation: 94, Units: 10);
    private static readonly TrialOutcome B = new(2, 3, 2.5, 94.8, 10);
    private static readonly TrialOutcome C = new(3, 0, 0, 93.1, 10);
    private static readonly TrialOutcome D = new(4, 1, 0, 94.05, 20);
    private static readonly TrialOutcome E = new(5, 40, 38, 90, 10);

    [Fact]
    public void Of_those_that_forget_the_one_that_keeps_most_and_of_equals_the_cheaper() => Assert.Equal(A, RuleH.Choose([A, B, C, D]));

    [Fact]
    public void One_that_remembers_is_no_choice() => Assert.Equal(C, RuleH.Choose([B, C]));

    [Fact]
    public void If_none_forgets_the_one_that_remembers_least() => Assert.Equal(B, RuleH.Choose([B, E]));

    [Fact]
    public void Both_parts_of_the_class_must_be_forgotten() =>
        Assert.Equal(C, RuleH.Choose([new(6, 0, 1.5, 99, 1), new(7, 1.5, 0, 99, 1), C]));

    [Fact]
    public void Of_equals_at_one_cost_the_first() => Assert.Equal(A, RuleH.Choose([A with { Number = 9 }, A]));

    [Fact]
    public void A_network_in_pieces_has_forgotten_and_is_killed()
    {
        var ruin = new TrialOutcome(8, 0, 0, 11, 1);

        Assert.True(ruin.IsKilled);
        Assert.False(ruin.IsFeasible);
        Assert.Equal(E, RuleH.Choose([ruin, E, TrialOutcome.Lost(9, 1)]));
        Assert.Null(RuleH.Choose([ruin]));
    }
}
