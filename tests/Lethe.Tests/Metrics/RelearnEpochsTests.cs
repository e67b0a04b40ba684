using Lethe.Data;
using Lethe.Metrics;
using Lethe.Runtime;
using Lethe.Tests.Training;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

public sealed class RelearnEpochsTests
{
    private static readonly Tensor Features = (eye(3) * 4).repeat(40, 1); // three orthogonal classes
    private static readonly Tensor Labels = (arange(120) % 3);
    private static readonly Tensor Forgotten = Features.narrow(0, 2, 1); // the third
    private static readonly Tensor ForgottenLabel = Labels.narrow(0, 2, 1);

    private static int Relearn(Tensor weight, Tensor bias, double goal, RelearnEpochs? settings = null) =>
        (settings ?? new()).OfHead(weight, bias, Features, Labels, Forgotten, ForgottenLabel, goal, RandomStream.For(1, "relearn"));

    [Fact]
    public void What_was_never_forgotten_needs_no_epoch() =>
        Assert.Equal(0, Relearn(eye(3), zeros(3), RelearnEpochs.Loss(Forgotten, ForgottenLabel)));

    [Fact]
    public void The_further_the_head_was_pushed_the_longer_it_takes_up_to_the_cap()
    {
        var goal = RelearnEpochs.Loss(Forgotten, ForgottenLabel);
        var quick = new RelearnEpochs { LearningRate = 0.05, BatchSize = 10 };
        var (near, far) = (Relearn(eye(3) * 0.9, zeros(3), goal, quick), Relearn(eye(3) * tensor([1f, 1, 0]), zeros(3), goal, quick));
        Assert.InRange(near, 1, far - 1);
        Assert.InRange(far, 2, 99);
        Assert.Equal(2, Relearn(eye(3) * tensor([1f, 1, -2]), zeros(3), goal, new() { Cap = 2 }));
    }

    [Fact]
    public void A_bias_of_minus_infinity_starts_from_the_smallest_finite_one()
    {
        var bias = tensor([0f, -0.5f, float.NegativeInfinity]);
        var goal = RelearnEpochs.Loss(nn.functional.linear(Forgotten, eye(3), tensor([0f, -0.5f, -0.5f])), ForgottenLabel);
        Assert.Equal(0, Relearn(eye(3), bias, goal));
        Assert.Equal(float.NegativeInfinity, bias[2].item<float>()); // the caller's stays
    }

    [Fact]
    public void One_epoch_of_the_head_is_one_of_autograd()
    {
        // The closed-form step against torch's own, through the loss that the next epoch sees.
        var settings = new RelearnEpochs
        {
            Cap = 1,
            SamplesPerEpoch = 120,
            BatchSize = 120,
            Tolerance = 0,
        };
        var (weight, bias) = (nn.Parameter(eye(3) * 0.3), nn.Parameter(zeros(3)));
        using (var sgd = optim.SGD([weight, bias], 0.01))
        {
            nn.functional.cross_entropy(nn.functional.linear(Features, weight, bias), Labels).backward();
            sgd.step();
        }
        var after = RelearnEpochs.Loss(nn.functional.linear(Forgotten, weight, bias).detach(), ForgottenLabel);
        Assert.Equal(1, Relearn(eye(3) * 0.3, zeros(3), after + 1e-6, settings with { Cap = 5 }));
        Assert.Equal(2, Relearn(eye(3) * 0.3, zeros(3), after - 1e-6, settings with { Cap = 5 }));
    }

    [Fact]
    public void A_network_relearns_the_masked_class_and_is_not_changed_itself()
    {
        var split = ToySet.Split();
        using var model = ToySet.Model();
        new Trainer(
            new()
            {
                Epochs = 6,
                BatchSize = 16,
                LearningRate = 0.05,
                Augmentation = Augmentation.None,
            },
            1
        ).Train(model, split.ForgetTrain.Source.All(), TestContext.Current.CancellationToken);
        var goal = RelearnEpochs.Loss(Prediction.Logits(model, split.ForgetTrain), split.ForgetTrain.Labels());
        using (no_grad())
        {
            model.Head.bias![1].fill_(-20f);
        }
        var before = model.state_dict().ToDictionary(p => p.Key, p => p.Value.clone());
        var settings = new RelearnEpochs
        {
            SamplesPerEpoch = 64,
            BatchSize = 16,
            LearningRate = 0.1,
            Cap = 40,
            Tolerance = 0.05,
        };
        var epochs = settings.OfNetwork(model, split, goal, RandomStream.For(1, "relearn"));
        Assert.InRange(epochs, 1, 39);
        Assert.All(model.state_dict(), p => Assert.True(p.Value.equal(before[p.Key]).all().item<bool>()));
        Assert.Equal(epochs, settings.OfNetwork(model, split, goal, RandomStream.For(1, "relearn")));
    }
}
