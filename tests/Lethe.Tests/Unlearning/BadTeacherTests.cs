using Lethe.Metrics;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class BadTeacherTests
{
    [Fact]
    public void It_reads_a_share_of_D_r_and_leaves_D_f_less_certain()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        var before = Entropy(Prediction.Logits(model, world.ForgetTrain));
        var method = new BadTeacher
        {
            Epochs = 6,
            BatchSize = 16,
            LearningRate = 2e-3,
            Share = 0.5,
        };
        var retain = world.RetainTrain;
        method.Unlearn(world.Task(model, method, retain: retain));
        Assert.Equal(36, retain.DistinctRead);
        Assert.True(Entropy(Prediction.Logits(model, world.ForgetTrain)) > 2 * before);
        Assert.InRange(Accuracy.Of(model, world.RetainTrain), 80, 100);
    }

    [Fact]
    public void A_student_that_is_the_good_teacher_has_nothing_to_learn_on_D_r()
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        model.eval();
        var (images, _) = world.RetainTrain.Read([0, 1, 2, 3]);
        var logits = model.forward(images).detach().requires_grad_(true);
        var loss = SoftTargets.Divergence(logits.detach().softmax(1), logits);
        loss.backward();
        Assert.Equal(0, loss.item<float>(), 1e-6);
        Assert.True(logits.grad!.abs().max().item<float>() < 1e-6);
    }

    private static float Entropy(Tensor logits) =>
        nn.functional.softmax(logits, 1).mul(nn.functional.log_softmax(logits, 1)).sum(1).mean().neg().item<float>();
}
