using Lethe.Embedding;
using static TorchSharp.torch;

namespace Lethe.Tests.Embedding;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void Values_are_those_of_lapack_and_vectors_are_eigenvectors(int size)
    {
        var numbers = RandomPoints.Numbers(size * size, 19);
        double[][] matrix =
        [
            .. Enumerable
                .Range(0, size)
                .Select(i => Enumerable.Range(0, size).Select(j => numbers[(i * size) + j] + numbers[(j * size) + i]).ToArray()),
        ];
        var (values, vectors) = SymmetricEigen.Of(matrix);
        using var scope = NewDisposeScope();
        var (a, v) = (
            tensor(matrix.SelectMany(static row => row).ToArray()).view(size, size),
            tensor(vectors.SelectMany(static row => row).ToArray()).view(size, size)
        );
        Assert.InRange((tensor(values) - linalg.eigvalsh(a).flip(0)).abs().max().item<double>(), 0, 1e-11);
        Assert.InRange((v.mm(v.t()) - eye(size, dtype: ScalarType.Float64)).abs().max().item<double>(), 0, 1e-12);
        Assert.InRange((v.mm(a) - (tensor(values).view(size, 1) * v)).abs().max().item<double>(), 0, 1e-11);
    }

    [Fact]
    public void A_matrix_of_zeros_has_the_axes()
    {
        var (values, vectors) = SymmetricEigen.Of([
            [0, 0],
            [0, 0],
        ]);
        Assert.Equal([0, 0], values);
        Assert.Equal(
            [
                [1, 0],
                [0, 1],
            ],
            vectors
        );
    }
}
