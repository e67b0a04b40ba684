using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Models;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Objectives;

/// <summary>What holds for every rival of QAD: finite numbers, both precisions, a loss that falls, no tensor left behind.</summary>
public sealed class RivalTests
{
    private const int Side = 64;

    public static TheoryData<string, string> Rivals =>
        new(
            ("f3net", "baseline"),
            ("f3net-fad", "baseline"),
            ("mat", "mat"),
            ("bznet-stand-in", "bznet-stand-in"),
            ("tiny", "fang-lin-stand-in"),
            ("tiny", "add")
        );

    public static TheoryData<string> Networks => new("f3net", "f3net-fad", "mat", "bznet-stand-in");

    private static ModelSpec Spec(string name) => new(name, 2, 0.0625, Side: Side);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Logits_and_gradients_are_finite_over_a_poisoned_heap(string name)
    {
        manual_seed(1);
        using var detector = DetectorCatalog.Create(Spec(name));
        for (var call = 0; call < 2; call++)
        {
            using var scope = NewDisposeScope();
            var type = call % 2 == 0 ? ScalarType.Float32 : ScalarType.BFloat16;
            detector.zero_grad();
            var images = PoisonedHeap.Images(2, side: Side).to(type).requires_grad_();
            PoisonedHeap.Fill();
            var logits = detector.forward(images);
            Assert.Equal(ScalarType.Float32, logits.dtype);
            Assert.True(PoisonedHeap.IsFinite(logits), $"{type} logits, call {call}");
            PoisonedHeap.Fill();
            logits.square().mean().backward();
            Assert.True(PoisonedHeap.IsFinite(images.grad!), $"{type} gradient of the images, call {call}");
            Assert.All(
                detector.named_parameters().Where(static named => named.parameter.grad is not null),
                named => Assert.True(PoisonedHeap.IsFinite(named.parameter.grad!), $"{type} gradient of {named.name}, call {call}")
            );
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Half_precision_gives_nearly_the_same_verdict(string name)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        manual_seed(2);
        using var detector = DetectorCatalog.Create(Spec(name));
        var images = PoisonedHeap.Images(4, side: Side);
        for (var i = 0; i < 10; i++)
        {
            detector.forward(images); // statistics of the layers that a network in use would have
        }
        detector.eval();
        var (full, half) = (detector.forward(images), detector.forward(images.to(ScalarType.BFloat16)));
        Assert.True((full - half).abs().max().item<float>() < 0.1 * (1 + full.abs().max().item<float>()), $"{full.str()} {half.str()}");
    }

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Rivals))]
    public void Training_lowers_the_loss_and_leaves_no_tensor_behind(string name, string objective)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var detector = DetectorCatalog.Create(Spec(name));
        using var teacher = DetectorCatalog.Create(Spec(name));
        var loss = ObjectiveCatalog.All.Get(objective);
        loss = loss is AddObjective add ? add.With(teacher, "test") : loss;
        var state = loss.InitialState(detector);
        var batch = RivalBatch.Of(detector, 2, Side, state: state);
        using var optimizer = optim.Adam(detector.parameters(), 1e-3);
        var before = Step();
        Step();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var after = before;
        for (var i = 0; i < 8; i++)
        {
            after = Step();
        }
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(after < before, $"{before} {after}");

        // and in half precision it runs too
        batch = RivalBatch.Of(detector, 2, Side, ScalarType.BFloat16, state);
        Assert.True(double.IsFinite(Step()));

        double Step()
        {
            using var step = NewDisposeScope();
            manual_seed(4); // the same dropout every time: the loss of the same question
            var value = loss.Loss(detector, batch with { Random = new(1) });
            optimizer.zero_grad();
            value.backward();
            optimizer.step();
            return value.to(ScalarType.Float64).item<double>();
        }
    }
}
