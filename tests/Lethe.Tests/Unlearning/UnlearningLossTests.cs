using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class UnlearningLossTests
{
    public static TheoryData<KlReduction, bool> Variants =>
        new()
        {
            { KlReduction.BatchMean, true },
            { KlReduction.BatchMean, false },
            { KlReduction.Mean, true },
            { KlReduction.Mean, false },
        };

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_closed_form_is_the_gradient_that_autograd_finds(KlReduction reduction, bool doubleSoftmax)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var loss = new UnlearningLoss(0.3, 4, doubleSoftmax, reduction);
        var student = (randn(40, 10) * 3).requires_grad_(true);
        var (hard, target) = (randint(0, 10, 40, ScalarType.Int64), loss.Target(randn(40, 10) * 5));
        // Torch's own losses, not this kit's: an independent L.
        var divergence =
            nn.functional.kl_div((student / 4).log_softmax(1), target, log_target: false, reduction: nn.Reduction.Sum)
            / (reduction == KlReduction.Mean ? 400 : 40);
        var value = (nn.functional.cross_entropy(student, hard) * 0.7) + (divergence * (0.3 * 16));
        value.backward();
        var closed = loss.Gradient(student.detach(), hard, target) / 40;
        Assert.True((closed - student.grad!).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Without_distillation_temperature_and_softmax_do_not_matter()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var (student, source, hard) = (randn(20, 10), randn(20, 10), randint(0, 10, 20, ScalarType.Int64));
        var plain = new UnlearningLoss(0, 1, false);
        var other = new UnlearningLoss(0, 8, true, KlReduction.Mean);
        Assert.Equal(
            0,
            (plain.Gradient(student, hard, plain.Target(source)) - other.Gradient(student, hard, other.Target(source)))
                .abs()
                .max()
                .item<float>()
        );
    }

    [Fact]
    public void The_double_softmax_of_ten_classes_at_temperature_four_is_nearly_flat()
    {
        using var scope = NewDisposeScope();
        var certain = zeros(1, 10);
        certain[0, 3] = 1000;
        var target = new UnlearningLoss(0.5, 4).Target(certain).data<float>().ToArray();
        var tilt = Math.Exp(0.25);
        Assert.Equal(tilt / (tilt + 9), target[3], 1e-6);
        Assert.Equal(1 / (tilt + 9), target[0], 1e-6);
        Assert.InRange(target.Max(), 0.12f, 0.125f);
    }

    [Fact]
    public void A_remembered_sample_learns_from_the_attack_and_the_others_from_themselves()
    {
        using var scope = NewDisposeScope();
        // Three classes, all samples of class 0. Remembered: the first and the third; the third's attack failed.
        var labels = zeros(3, ScalarType.Int64);
        var student = tensor(new[] { 5f, 1, 2, 0, 4, 1, 3, 2, 1 }).view(3, 3);
        var attacked = tensor(new[] { 0f, 1, 9, 0, 0, 7, 8, 3, 4 }).view(3, 3);
        var (remembered, hard, source) = UnlearningLoss.Replace(
            student,
            attacked,
            UnlearningLoss.AttackedLabels(attacked, labels, guard: true),
            labels
        );
        Assert.Equal([true, false, true], remembered.data<bool>().ToArray());
        Assert.Equal([2L, 1, 2], hard.data<long>().ToArray());
        Assert.Equal([0f, 1, 9, 0, 4, 1, 8, 3, 4], source.data<float>().ToArray());
        var (_, unguarded, _) = UnlearningLoss.Replace(
            student,
            attacked,
            UnlearningLoss.AttackedLabels(attacked, labels, guard: false),
            labels
        );
        Assert.Equal([2L, 1, 0], unguarded.data<long>().ToArray());
        Assert.Equal(8, attacked[2, 0].item<float>());
    }

    [Fact]
    public void With_the_guard_no_step_raises_the_logit_of_a_remembered_class()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var loss = new UnlearningLoss(0.5, 4);
        var (student, attacked, labels) = (randn(200, 10) * 4, randn(200, 10) * 4, full(200, 8L, dtype: ScalarType.Int64));
        var (remembered, hard, source) = UnlearningLoss.Replace(
            student,
            attacked,
            UnlearningLoss.AttackedLabels(attacked, labels, guard: true),
            labels
        );
        var slope = loss.Gradient(student, hard, loss.Target(source)).index_select(1, tensor(8L)).view(-1);
        Assert.True(remembered.sum().item<long>() > 5);
        Assert.True(hard.ne(8).all().item<bool>());
        Assert.True(slope.masked_select(remembered).min().item<float>() > 0);
    }
}
