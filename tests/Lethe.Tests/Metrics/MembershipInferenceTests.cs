using CsCheck;
using Lethe.Metrics;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

public sealed class MembershipInferenceTests
{
    // Sums of twelve uniforms: close enough to a normal distribution, and seeded.
    private static double[] Normal(string name, int count, double mean)
    {
        var random = RandomStream.For(3, name);
        return [.. Enumerable.Range(0, count).Select(_ => mean + Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
    }

    [Fact]
    public void Where_members_look_like_others_half_is_judged_non_member()
    {
        var result = MembershipInference.Attack(Normal("a", 3000, 0), Normal("b", 1000, 0), Normal("c", 2000, 0));
        Assert.InRange(result.NonMemberPercent, 40, 60);
        Assert.InRange(result.AttackAccuracy, 48, 54);
    }

    [Fact]
    public void Images_that_look_unseen_are_judged_non_member_and_memorised_ones_member()
    {
        var (members, others) = (Normal("a", 2000, 20), Normal("b", 500, 0));
        Assert.Equal(100, MembershipInference.Attack(members, others, Normal("c", 300, 0)).NonMemberPercent);
        Assert.Equal(0, MembershipInference.Attack(members, others, Normal("c", 300, 20)).NonMemberPercent);
        Assert.Equal(100, MembershipInference.Attack(members, others, [0]).AttackAccuracy);
    }

    [Fact]
    public void The_boundary_of_two_equal_bells_lies_in_the_middle_however_many_are_on_each_side()
    {
        // Optimal accuracy of two unit normals at distance 2: Phi(1) = 84.13 %.
        var (members, others) = (Normal("a", 9000, 2), Normal("b", 1000, 0));
        Assert.Equal(0, MembershipInference.Attack(members, others, [1.15]).NonMemberPercent);
        Assert.Equal(100, MembershipInference.Attack(members, others, [0.85]).NonMemberPercent);
        Assert.InRange(MembershipInference.Attack(members, others, [1]).AttackAccuracy, 82.5, 85.5);
    }

    [Fact]
    public void Where_members_seem_less_sure_than_others_the_direction_does_not_turn_round()
    {
        var (members, others) = (Normal("a", 1000, 0), Normal("b", 1000, 0.5));
        var far = MembershipInference.Attack(members, others, [-50, -50, 50]);
        Assert.Equal(100 * 2 / 3.0, far.NonMemberPercent, 9);
        Assert.InRange(far.AttackAccuracy, 35, 45);
    }

    [Fact]
    public void Constant_scores_judge_by_which_side_of_them_an_image_lies()
    {
        var result = MembershipInference.Attack([1, 1, 1], [1, 1], [1, 1, 0, 2]);
        Assert.Equal((50, 50), (result.NonMemberPercent, result.AttackAccuracy));
        Assert.Equal(100, MembershipInference.Attack([1, 1, 1], [1, 1], [0]).NonMemberPercent);
    }

    [Fact]
    public void Neither_order_nor_scale_matters() =>
        Gen.Select(Gen.Double[0, 1].Array[5, 20], Gen.Double[0, 1].Array[5, 20], Gen.Double[0, 1].Array[5, 20], Gen.Double[0.1, 1000])
            .Sample(
                (a, b, c, scale) =>
                {
                    var plain = MembershipInference.Attack(a, b, c);
                    var other = MembershipInference.Attack(Scaled(a), Scaled(b), Scaled(c));
                    return Math.Abs(plain.NonMemberPercent - other.NonMemberPercent) < 1e-9
                        && Math.Abs(plain.AttackAccuracy - other.AttackAccuracy) < 1e-9;

                    double[] Scaled(double[] values) => [.. values.Reverse().Select(v => (v * scale) + 3)];
                },
                iter: 300,
                threads: 1
            );

    [Fact]
    public void Nothing_to_judge_or_nothing_to_learn_from_is_not_a_number()
    {
        Assert.True(double.IsNaN(MembershipInference.Attack([1], [0], []).NonMemberPercent));
        Assert.True(double.IsNaN(MembershipInference.Attack([], [0], [1]).NonMemberPercent));
        Assert.True(double.IsNaN(MembershipInference.Attack([1], [0, double.NaN], [1]).NonMemberPercent));
    }

    [Fact]
    public void The_attacks_read_the_probability_of_the_true_class_and_the_entropy()
    {
        // Members: sure and right. Others: undecided. D_f: sure and wrong - unseen by confidence, memorised by entropy.
        var labels = zeros(20, ScalarType.Int64);
        var jitter = arange(20).unsqueeze(1).to(ScalarType.Float32) / 100;
        var right = Part(tensor([6f, 0, 0]) + jitter * tensor([1f, 0, 0]));
        var undecided = Part(tensor([0.1f, 0, 0]) + jitter * tensor([1f, 0, 0]));
        var wrong = Part(tensor([0f, 0, 6]) + jitter * tensor([0f, 0, 1]));
        using var outputs = new SplitOutputs(right, wrong, undecided, Part(zeros(20, 3)), 20);
        Assert.Equal(100, MembershipInference.Confidence(outputs).NonMemberPercent);
        Assert.Equal(0, MembershipInference.Entropy(outputs).NonMemberPercent);

        SplitOutputs.Part Part(Tensor logits) => new(zeros(0), logits, labels.clone());
    }
}
