using CsCheck;
using Lethe.Embedding;

namespace Lethe.Tests.Embedding;

public sealed class NearestNeighboursTests
{
    // Coordinates are small whole numbers: distances are exact, and many are equal.
    [Fact]
    public void They_are_those_that_sorting_finds() =>
        Gen.Select(Gen.Int[2, 30], Gen.Int[1, 11], Gen.Int[1, 29], Gen.Int[0, 1000])
            .Sample(
                static (count, dimensions, wanted, seed) =>
                {
                    wanted = Math.Min(wanted, count - 1);
                    float[] values = [.. RandomPoints.Numbers(count * dimensions, seed).Select(static x => (float)Math.Round(x))];
                    var found = NearestNeighbours.Of(new(values, count, dimensions), wanted, RandomPoints.AllThreads);
                    for (var i = 0; i < count; i++)
                    {
                        var expected = Enumerable
                            .Range(0, count)
                            .Where(j => j != i)
                            .OrderBy(j => Distance(i, j))
                            .ThenBy(static j => j)
                            .Take(wanted)
                            .ToArray();
                        Assert.Equal(expected, found.Indices(i).ToArray());
                        Assert.Equal(expected.Select(j => Distance(i, j)), found.SquaredDistances(i).ToArray());
                    }

                    float Distance(int i, int j) =>
                        Enumerable
                            .Range(0, dimensions)
                            .Sum(d =>
                                (values[(i * dimensions) + d] - values[(j * dimensions) + d])
                                * (values[(i * dimensions) + d] - values[(j * dimensions) + d])
                            );
                }
            );
}
