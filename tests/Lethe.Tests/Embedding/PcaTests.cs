using Lethe.Embedding;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Embedding;

public sealed class PcaTests
{
    // 200 dimensions take the way of large ones.
    [Theory]
    [InlineData(5, 5)]
    [InlineData(40, 7)]
    [InlineData(200, 6)]
    public void Components_are_the_singular_vectors(int dimensions, int components)
    {
        using var scope = NewDisposeScope();
        var spread = pow(0.8, arange(dimensions, ScalarType.Float64));
        var x = (tensor(RandomPoints.Numbers(300 * dimensions, 20)).view(300, dimensions) * spread) + 3;
        var points = PointSet.Of(x);
        var pca = Pca.Fit(points, components);

        var centred = tensor(points.Values.ToArray(), ScalarType.Float64).view(300, dimensions);
        centred -= centred.mean([0L]);
        var (_, s, v) = linalg.svd(centred, fullMatrices: false);
        for (var k = 0; k < components; k++)
        {
            var component = tensor(pca.Components[k].ToArray());
            Assert.Equal(1, component.dot(v[k]).abs().item<double>(), 9);
            Assert.Equal(s[k].square().item<double>() / 300, pca.Variances[k], 9);
            Assert.InRange(component[component.abs().argmax()].item<double>(), 0, 1);
        }
        var projected = centred.mm(tensor(pca.Components.SelectMany(static row => row).ToArray()).view(components, dimensions).t());
        Assert.InRange(
            (tensor(pca.Project(points).Values.ToArray()).view(300, components) - projected).abs().max().item<double>(),
            0,
            1e-5
        );
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public void Fewer_points_than_components_leave_directions_without_variance(int dimensions)
    {
        var pca = Pca.Fit(RandomPoints.Normal(4, dimensions, 21), 6);
        Assert.All(pca.Variances.Take(3), static variance => Assert.True(variance > 0.01));
        Assert.All(pca.Variances.Skip(3), static variance => Assert.InRange(variance, 0, 1e-9));
        for (var a = 0; a < 6; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                Assert.Equal(a == b ? 1 : 0, pca.Components[a].Zip(pca.Components[b], static (x, y) => x * y).Sum(), 9);
            }
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(150)]
    public void The_number_of_threads_changes_no_bit(int dimensions)
    {
        var points = RandomPoints.Normal(250, dimensions, 22);
        Assert.Equal(Pca.Reduce(points, 3, 1).Values.ToArray(), Pca.Reduce(points, 3, 4).Values.ToArray());
    }

    [Fact]
    public void Equal_points_all_go_to_the_origin() =>
        Assert.All(Pca.Reduce(new([7, 8, 7, 8, 7, 8], 3, 2), 2).Values.ToArray(), static x => Assert.Equal(0, x));

    [Fact]
    public void Bad_input_is_refused_in_a_sentence()
    {
        var points = RandomPoints.Normal(5, 3, 23);
        Assert.Equal(
            "Points of 3 dimensions have 1 to 3 principal components, not 4.",
            Assert.Throws<ArgumentException>(() => Pca.Fit(points, 4)).Message
        );
        Assert.Throws<ArgumentException>(() => Pca.Fit(points, 0));
        Assert.Throws<ArgumentException>(static () => Pca.Fit(new([], 0, 3), 1));
        Assert.Equal(
            "These components are of 3 dimensions, the points of 2.",
            Assert.Throws<ArgumentException>(() => Pca.Fit(points, 2).Project(new(new float[4], 2, 2))).Message
        );
    }
}
