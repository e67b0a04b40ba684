using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

public sealed class ClassifierTests
{
    public static TheoryData<string> Names => [.. ModelCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_are_the_head_of_the_features(string name)
    {
        using var model = Small(name);
        model.eval();
        using var scope = NewDisposeScope();
        var images = PoisonedHeap.Images(3);
        var features = model.Features(images);
        Assert.Equal([3, model.FeatureSize], features.shape);
        Assert.Equal([3, 10], model.forward(images).shape);
        AssertSame(model.forward(images), model.Head.forward(features));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stages_one_after_the_other_lead_to_the_features(string name)
    {
        using var model = Small(name);
        model.eval();
        using var scope = NewDisposeScope();
        var images = PoisonedHeap.Images(3);
        var seen = new List<Tensor>();
        for (var stage = 0; stage < model.Stages.Count; stage++)
        {
            seen.Add(model.Stage(stage, stage == 0 ? images : seen[^1]));
        }
        var parameters = model.named_parameters().Select(static pair => pair.name).ToList();

        Assert.All(
            model.Stages,
            stage => Assert.Contains(parameters, parameter => parameter.Contains($"{stage}.", StringComparison.Ordinal))
        );
        Assert.All(seen, static output => Assert.Equal(3, output.shape[0]));
        // What the last leaves is only averaged over pixels, or one token of it normalised.
        if (name != "vit")
        {
            AssertSame(model.Features(images), seen[^1].mean([2L, 3L]).to(ScalarType.Float32));
        }
        else
        {
            var token = seen[^1].select(1, 0);
            var plain = (token - token.mean([1L], keepdim: true)) / (token.var(1, unbiased: false, keepdim: true) + 1e-6).sqrt();
            Assert.True(plain.allclose(model.Features(images), 1e-4, 1e-5)); // its norm is fresh: weights 1, biases 0
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Four_d_weights_are_channels_last_when_made_copied_moved_and_overwritten(string name)
    {
        using var model = Small(name);
        AssertChannelsLast(model, "made");
        using var copy = model.Copy();
        AssertChannelsLast(copy, "copied");
        using var other = Small(name);
        other.CopyFrom(model);
        AssertChannelsLast(other, "overwritten");
        other.to(ScalarType.Float64);
        AssertChannelsLast(other, "moved to another type");
        other.to(ScalarType.Float32);
        other.to(CPU);
        AssertChannelsLast(other, "moved back");
        other.to(META);
        AssertChannelsLast(other, "moved to another device");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_copy_has_the_same_state_and_mode_and_a_life_of_its_own(string name)
    {
        var model = Small(name);
        using var scope = NewDisposeScope();
        var images = PoisonedHeap.Images(4);
        model.forward(images).Dispose(); // moves the running statistics
        model.eval();
        using var copy = model.Copy();
        Assert.False(copy.training);
        Assert.Equal(model.Spec, copy.Spec);
        AssertSameState(model, copy);
        var before = copy.forward(images);
        using (no_grad())
        {
            foreach (var parameter in model.parameters())
            {
                parameter.add_(1);
            }
        }
        AssertSame(before, copy.forward(images));
        model.Dispose();
        AssertSame(before, copy.forward(images));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BFloat16_logits_are_close_to_float32_and_arrive_in_float32(string name)
    {
        using var model = Small(name);
        model.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var images = PoisonedHeap.Images(8);
        var exact = model.forward(images);
        var rough = model.forward(images.to(ScalarType.BFloat16));
        Assert.Equal(ScalarType.Float32, rough.dtype);
        // bfloat16 has 8 bits: relative error of a rounding up to 1/256, more after some fifty layers, but not another answer.
        var error = ((rough - exact).norm() / exact.norm()).item<float>();
        Assert.InRange(error, 1e-6, 0.05);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bfloat16_step_gives_float32_gradients_of_every_parameter_and_keeps_float32_statistics(string name)
    {
        using var model = Small(name);
        using var scope = NewDisposeScope();
        model.forward(PoisonedHeap.Images(4).to(ScalarType.BFloat16)).square().sum().backward();
        Assert.All(
            model.named_parameters(),
            named =>
            {
                Assert.NotNull(named.parameter.grad);
                Assert.Equal(ScalarType.Float32, named.parameter.grad!.dtype);
                Assert.Equal(named.parameter.shape, named.parameter.grad!.shape);
            }
        );
        Assert.All(
            model.named_buffers().Where(named => !named.name.EndsWith("num_batches_tracked", StringComparison.Ordinal)),
            named => Assert.Equal(ScalarType.Float32, named.buffer.dtype)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluation_leaves_the_state_alone_and_repeats_itself(string name)
    {
        using var model = Small(name);
        using var before = model.Copy();
        using var scope = NewDisposeScope();
        model.eval();
        var images = PoisonedHeap.Images(4);
        AssertSame(model.forward(images), model.forward(images));
        AssertSameState(before, model);
    }

    [Theory]
    [InlineData("vgg16")]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    public void Training_moves_the_running_statistics(string name)
    {
        using var model = Small(name);
        using var before = model.Copy();
        using var scope = NewDisposeScope();
        model.forward(PoisonedHeap.Images(4));
        var old = before.state_dict();
        Assert.All(model.named_buffers(), named => Assert.False(Same(old[named.name], named.buffer), named.name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_channel_images_are_taken(string name)
    {
        using var model = ModelCatalog.Create(new(name, 7, 0.125, Channels: 1));
        using var scope = NewDisposeScope();
        Assert.Equal([2, 7], model.forward(PoisonedHeap.Images(2, channels: 1)).shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_leaves_no_tensor_behind(string name)
    {
        using var model = Small(name);
        Step(); // the gradients come to stay
        var before = DisposeScopeManager.Statistics;
        var (outside, inside) = (before.DetachedFromScopeCount, before.ThreadTotalLiveCount);
        Step();
        Step();
        Assert.Equal(
            (outside, inside),
            (DisposeScopeManager.Statistics.DetachedFromScopeCount, DisposeScopeManager.Statistics.ThreadTotalLiveCount)
        );

        void Step()
        {
            using var scope = NewDisposeScope();
            model.forward(PoisonedHeap.Images(2)).sum().backward();
        }
    }

    private static Classifier Small(string name)
    {
        manual_seed(11);
        return ModelCatalog.Create(new(name, 10, 0.125));
    }

    private static bool Same(Tensor expected, Tensor actual) => expected.eq(actual).all().item<bool>();

    private static void AssertSame(Tensor expected, Tensor actual) => Assert.True(Same(expected, actual));

    private static void AssertSameState(Classifier expected, Classifier actual)
    {
        using var scope = NewDisposeScope();
        var state = actual.state_dict();
        Assert.All(expected.state_dict(), entry => Assert.True(Same(entry.Value, state[entry.Key]), entry.Key));
    }

    private static void AssertChannelsLast(Classifier model, string when) =>
        Assert.All(
            model.named_parameters().Where(named => named.parameter.dim() == 4),
            named =>
            {
                var (shape, stride) = (named.parameter.shape, named.parameter.stride());
                // The strides of a dimension of one element mean nothing.
                Assert.True(
                    stride[1] == 1
                        && (shape[3] == 1 || stride[3] == shape[1])
                        && (shape[2] == 1 || stride[2] == shape[1] * shape[3])
                        && stride[0] == shape[1] * shape[2] * shape[3],
                    $"{when}: {named.name} has strides {string.Join(", ", stride)}"
                );
            }
        );
}
