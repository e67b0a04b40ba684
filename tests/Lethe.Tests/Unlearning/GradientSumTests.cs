using Lethe.Data;
using Lethe.Runtime;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

/// <summary>Of softmax regression, whose gradient is known in closed form.</summary>
public sealed class GradientSumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void Each_kind_adds_its_own_function_of_the_gradients_of_batches(int batchSize)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var data = new ImageDataset(
            "pixels",
            randint(0, 256, [10, 3, 2, 2], ScalarType.Int64).to(ScalarType.Byte),
            randint(0, 3, 10, ScalarType.Int64),
            ["a", "b", "c"],
            new([0.5f, 0.5f, 0.5f], [0.3f, 0.3f, 0.3f])
        );
        var model = new LinearClassifier(3, 12);
        var (images, labels) = data.All().Read([.. Enumerable.Range(0, 10).Select(static i => (long)i)]);
        var errors = (model.forward(images).softmax(1) - nn.functional.one_hot(labels, 3)).detach();
        var gradients = errors.split(batchSize).Select(static rows => rows.mean([0L])).ToList(); // of the bias
        Close(GradientSum.Signed, static g => g);
        Close(GradientSum.Absolute, static g => g.abs());
        Close(GradientSum.Squares, static g => g.square());

        void Close(GradientSum kind, Func<Tensor, Tensor> of)
        {
            var sums = kind.Of(
                model,
                data.All(),
                batchSize,
                Precision.Float32,
                static (z, y) => [(nn.functional.cross_entropy(z, y), 0.5)],
                TestContext.Current.CancellationToken
            );
            Assert.Equal(model.Head.weight!.shape, sums[0].shape);
            var expected = stack([.. gradients.Select(of)]).sum([0L]) * 0.5;
            Assert.True((expected - sums[1]).abs().max().item<float>() < 1e-6);
        }
    }
}
