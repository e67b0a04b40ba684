using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Tests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Tests.Detection.Objectives;

public sealed class SbiObjectiveTests
{
    [Fact]
    public void Fakes_are_never_looked_at_and_the_same_stream_makes_the_same_blends()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var detector = DetectorCatalog.Create(new("tiny", 2, 0.25));
        detector.eval();
        var objective = new SbiObjective();
        var batch = RivalBatch.Of(detector, 4, 48);
        float Loss(DetectorBatch seen, ulong seed) => objective.Loss(detector, seen with { Random = new(seed) }).item<float>();
        var loss = Loss(batch, 5);
        var fakes = batch.AllLabels.reshape(-1, 1, 1, 1).to(ScalarType.Float32);
        var spoilt = batch with { Images = batch.Images.masked_fill(fakes.eq(1), float.NaN) };
        Assert.Equal(loss, Loss(spoilt, 5));
        Assert.NotEqual(loss, Loss(batch, 6));
        Assert.Equal(loss, objective.Ascent(detector, batch with { Random = new(5) }).item<float>());
        var stream = new Lethe.Runtime.RandomStream(5);
        objective.Ascent(detector, batch with { Random = stream });
        Assert.Equal(5UL, stream.State);
    }

    [Fact]
    public void Right_answers_are_counted_as_of_the_whole_batch()
    {
        using var scope = NewDisposeScope();
        using var detector = DetectorCatalog.Create(new("tiny", 2, 0.25));
        using (no_grad())
        {
            detector.Head.weight!.zero_();
            detector.Head.bias!.copy_(tensor(new[] { 1f, 0f })); // everything is real: half of the pairs
        }
        var batch = RivalBatch.Of(detector, 4, 48) with { Right = zeros(1, ScalarType.Int64) };
        new SbiObjective().Loss(detector, batch);
        Assert.Equal(6, batch.Right.item<long>()); // of 12
    }

    [Fact]
    public void A_batch_without_real_images_teaches_nothing()
    {
        using var scope = NewDisposeScope();
        using var detector = DetectorCatalog.Create(new("tiny", 2, 0.25));
        var batch = RivalBatch.Of(detector, 4, 48);
        var loss = new SbiObjective().Loss(detector, batch with { Labels = ones_like(batch.Labels) });
        Assert.Equal(0, loss.item<float>());
        loss.backward();
        Assert.Equal(0, detector.Head.weight!.grad!.abs().sum().item<float>());
    }

    [Fact]
    public void A_sharpness_aware_step_on_a_quadratic_is_known_in_closed_form()
    {
        using var scope = NewDisposeScope();
        using var valley = new Valley();
        var half = tensor(0.5);
        // L = 1/2 sum a_i w_i^2: the gradient at w + rho A w / ||A w|| is A w + rho A^2 w / ||A w||.
        var (a, w) = (new[] { 1.0, 4.0, 2.0 }, new[] { 3.0, -1.0, 0.5 });
        var length = Math.Sqrt(a.Zip(w, static (x, y) => x * x * y * y).Sum());
        new SbiObjective().Perturbation.Apply(valley, () => valley.forward(half), () => valley.forward(half).backward());
        var gradient = valley.matrix.grad!.flatten().data<float>().ToArray().Append(valley.bias.grad!.item<float>()).ToArray();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((a[i] * w[i]) + (0.05 * a[i] * a[i] * w[i] / length), gradient[i], 1e-5);
        }
        Assert.Equal([3f, -1f, 0.5f], valley.matrix.flatten().data<float>().ToArray().Append(valley.bias.item<float>()));
    }

    [Fact]
    public void Training_on_self_blends_runs_in_both_precisions_and_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var detector = DetectorCatalog.Create(new("tiny", 2, 0.25));
        var objective = new SbiObjective();
        using var optimizer = optim.Adam(detector.parameters(), 3e-3);
        foreach (var type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
        {
            var batch = RivalBatch.Of(detector, 4, 32, type);
            var before = Step(batch);
            Step(batch);
            var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            var after = before;
            for (var i = 0; i < 4; i++)
            {
                after = Step(batch);
            }
            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            Assert.True(after < before, $"{type}: {before} {after}");
            Assert.All(detector.parameters(), static parameter => Assert.True(PoisonedHeap.IsFinite(parameter.grad!)));
        }

        double Step(DetectorBatch batch)
        {
            using var step = NewDisposeScope();
            batch = batch with { Random = new(7) };
            var value = 0.0;
            objective.Perturbation.Apply(
                detector,
                () => objective.Ascent(detector, batch),
                () =>
                {
                    var loss = objective.Loss(detector, batch);
                    value = loss.item<float>();
                    loss.backward();
                }
            );
            optimizer.step();
            return value;
        }
    }

    private sealed class Valley : Module<Tensor, Tensor>
    {
        public readonly Parameter matrix = new(tensor(new float[] { 3, -1 }).reshape(1, 2));
        public readonly Parameter bias = new(tensor(new[] { 0.5f }));

        public Valley()
            : base(nameof(Valley)) => RegisterComponents();

        public override Tensor forward(Tensor half) =>
            (half * ((tensor(new float[] { 1, 4 }) * matrix.square()).sum() + (2 * bias.square()).sum())).sum();
    }
}
