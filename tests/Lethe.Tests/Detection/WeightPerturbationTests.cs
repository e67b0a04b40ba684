using CsCheck;
using Lethe.Detection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Tests.Detection;

public sealed class WeightPerturbationTests
{
    private static Sequential Net() => Sequential(Conv2d(2, 4, 3), BatchNorm2d(4), ReLU(), Flatten(), Linear(4 * 4 * 4, 2));

    private static (Tensor X, Tensor Y) Batch() => (randn(6, 2, 6, 6), randint(0, 2, 6, ScalarType.Int64));

    [Fact]
    public void Every_kernel_moves_by_gamma_of_its_own_length_and_comes_back_to_the_bit() =>
        Gen.Select(Gen.Double[1e-4, 0.1], Gen.Int[0, 10_000])
            .Sample(
                (gamma, seed) =>
                {
                    using var scope = NewDisposeScope();
                    manual_seed(seed);
                    using var net = Net();
                    var (x, y) = Batch();
                    var before = net.state_dict().ToDictionary(static pair => pair.Key, static pair => pair.Value.clone());
                    new WeightPerturbation(gamma).Apply(
                        net,
                        () => functional.cross_entropy(net.forward(x), y),
                        () =>
                        {
                            foreach (var (name, parameter) in net.named_parameters())
                            {
                                var moved = (parameter.detach() - before[name]).norm().item<float>();
                                Assert.Equal(
                                    parameter.dim() > 1 ? gamma * before[name].norm().item<float>() : 0,
                                    moved,
                                    1e-4 * gamma * Math.Max(1, before[name].norm().item<float>()) + 1e-7
                                );
                            }
                        }
                    );
                    Assert.All(net.state_dict(), pair => Assert.True(pair.Value.equal(before[pair.Key]).all().item<bool>(), pair.Key));
                },
                iter: 15,
                threads: 1
            );

    [Fact]
    public void Jointly_all_parameters_move_along_their_gradient_by_gamma_together()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var net = Net();
        var (x, y) = Batch();
        var before = net.named_parameters().ToDictionary(static pair => pair.name, static pair => pair.parameter.detach().clone());
        functional.cross_entropy(net.forward(x), y).backward();
        var gradients = net.named_parameters().ToDictionary(static pair => pair.name, static pair => pair.parameter.grad!.clone());
        var norm = Math.Sqrt(gradients.Values.Sum(static g => g.square().sum().item<float>()));
        new WeightPerturbation(0.05) { Joint = true }.Apply(
            net,
            () => functional.cross_entropy(net.forward(x), y),
            () =>
                Assert.All(
                    net.named_parameters(),
                    pair =>
                        Assert.True(
                            (pair.parameter - before[pair.name]).allclose(gradients[pair.name] * (0.05 / norm), rtol: 1e-3, atol: 1e-6),
                            pair.name
                        )
                )
        );
        Assert.All(net.named_parameters(), pair => Assert.True(pair.parameter.equal(before[pair.name]).all().item<bool>(), pair.name));
    }

    [Fact]
    public void It_climbs_and_the_gradient_left_is_that_of_the_moved_weights()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var net = Net();
        var (x, y) = Batch();
        Tensor Loss() => functional.cross_entropy(net.forward(x), y);
        var start = Loss().item<float>();
        float reached = 0;
        Dictionary<string, Tensor> expected = [];
        new WeightPerturbation(0.05).Apply(
            net,
            Loss,
            () =>
            {
                var loss = Loss();
                reached = loss.item<float>();
                loss.backward();
                expected = net.named_parameters().ToDictionary(static pair => pair.name, static pair => pair.parameter.grad!.clone());
            }
        );

        Assert.True(reached > start);
        Assert.All(net.named_parameters(), pair => Assert.True(pair.parameter.grad!.equal(expected[pair.name]).all().item<bool>()));
    }

    [Fact]
    public void Weights_come_back_when_the_work_fails_and_statistics_when_the_ascent_ran()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var net = Net();
        var (x, y) = Batch();
        var before = net.state_dict().ToDictionary(static pair => pair.Key, static pair => pair.Value.clone());

        Assert.Throws<InvalidOperationException>(() =>
            new WeightPerturbation(0.1).Apply(
                net,
                () => functional.cross_entropy(net.forward(x), y),
                () => throw new InvalidOperationException()
            )
        );

        Assert.All(net.state_dict(), pair => Assert.True(pair.Value.equal(before[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Fact]
    public void Without_gamma_nothing_is_climbed()
    {
        using var scope = NewDisposeScope();
        using var net = Net();
        var ran = false;
        new WeightPerturbation(0).Apply(net, () => throw new InvalidOperationException("climbed"), () => ran = true);
        Assert.True(ran);
    }

    [Fact]
    public void A_hundred_steps_leave_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        using var net = Net();
        var (x, y) = Batch();
        var perturbation = new WeightPerturbation(0.01);
        void Step()
        {
            using var step = NewDisposeScope();
            perturbation.Apply(
                net,
                () => functional.cross_entropy(net.forward(x), y),
                () => functional.cross_entropy(net.forward(x), y).backward()
            );
        }
        Step();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 100; i++)
        {
            Step();
        }
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
