using Lethe.Embedding;
using static TorchSharp.torch;

namespace Lethe.Tests.Embedding;

public sealed class PointSetTests
{
    [Fact]
    public void Rows_are_points()
    {
        var points = new PointSet([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal((2, 3), (points.Count, points.Dimensions));
        Assert.Equal([4, 5, 6], points[1].ToArray());
        Assert.Equal(6, points[1, 2]);
    }

    [Fact]
    public void The_array_may_change_afterwards()
    {
        float[] values = [1, 2];
        var points = new PointSet(values, 1, 2);
        values[0] = 7;
        Assert.Equal(1, points[0, 0]);
    }

    [Fact]
    public void A_tensor_of_any_floating_type_and_strides_is_read_by_rows()
    {
        using var rows = arange(6, ScalarType.Float64).view(3, 2).t();
        Assert.Equal([0f, 2, 4, 1, 3, 5], PointSet.Of(rows).Values.ToArray());
    }

    [Fact]
    public void Bad_input_is_refused_in_a_sentence()
    {
        Assert.Equal(
            "2 points of 3 dimensions are 6 values, not 5.",
            Assert.Throws<ArgumentException>(static () => new PointSet(new float[5], 2, 3)).Message
        );
        Assert.Equal(
            "Coordinate 1 of point 2 is NaN: every coordinate must be finite.",
            Assert.Throws<ArgumentException>(static () => new PointSet([0, 0, 0, 0, 0, float.NaN], 3, 2)).Message
        );
        Assert.Throws<ArgumentException>(static () => new PointSet([float.PositiveInfinity], 1, 1));
        using var images = zeros(2, 1, 4, 4);
        Assert.Equal(
            "Points are a tensor of N x d, not of [2, 1, 4, 4].",
            Assert.Throws<ArgumentException>(() => PointSet.Of(images)).Message
        );
    }

    [Theory]
    [InlineData(1e-44f)]
    [InlineData(3e-20f)]
    [InlineData(1)]
    [InlineData(3e38f)]
    public void Squared_distances_of_scaled_points_are_finite_and_not_zero(float unit)
    {
        var points = new PointSet([unit, 0, 0, -unit, 0, 0], 3, 2).Scaled();
        var distances = new float[3];
        points.SquaredDistances(0, distances);
        Assert.Equal(0, distances[0]);
        Assert.True(float.IsFinite(distances[1]) && distances[1] > distances[2] && distances[2] > 0, string.Join(" ", distances));
    }
}
