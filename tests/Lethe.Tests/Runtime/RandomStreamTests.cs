using CsCheck;
using Lethe.Runtime;
using TorchSharp;

namespace Lethe.Tests.Runtime;

public sealed class RandomStreamTests
{
    [Fact]
    public void The_numbers_are_those_of_SplitMix64()
    {
        // The published generator started at 1234567.
        var stream = new RandomStream(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => stream.Next())
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(29)]
    public void Filling_is_drawing_one_after_the_other(int count)
    {
        var (filled, drawn, numbers) = (new RandomStream(3), new RandomStream(3), new ulong[count]);
        filled.Fill(numbers);
        Assert.Equal(Enumerable.Range(0, count).Select(_ => drawn.Next()), numbers);
        Assert.Equal(drawn.State, filled.State);
    }

    [Fact]
    public void The_same_names_give_the_same_stream_and_others_another()
    {
        Assert.Equal(RandomStream.For(1, "data", "train").Next(), RandomStream.For(1, "data", "train").Next());
        ulong[] others =
        [
            RandomStream.For(1).Next(),
            RandomStream.For(2).Next(),
            RandomStream.For(-1).Next(),
            RandomStream.For(1, "").Next(),
            RandomStream.For(1, "", "").Next(),
            RandomStream.For(1, "data", "train").Next(),
            RandomStream.For(2, "data", "train").Next(),
            RandomStream.For(1, "train", "data").Next(),
            RandomStream.For(1, "datatrain").Next(),
            RandomStream.For(1, "datat", "rain").Next(),
            RandomStream.For(1, "data").Next(),
        ];
        Assert.Distinct(others);
    }

    [Fact]
    public void A_permutation_holds_every_number_once() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 500])
            .Sample(
                (seed, count) =>
                    Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), new RandomStream(seed).Permutation(count).Order())
            );

    [Fact]
    public void All_permutations_are_equally_likely()
    {
        var stream = new RandomStream(17);
        var counts = new Dictionary<string, int>();
        const int Draws = 24_000;
        for (var i = 0; i < Draws; i++)
        {
            var key = string.Join(",", stream.Permutation(4));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.InRange(ChiSquare(counts.Values, Draws / 24.0), 4, 60); // 23 degrees of freedom: 1e-5 on either side
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Whole_numbers_below_a_bound_are_uniform(int bound)
    {
        var stream = new RandomStream(23);
        var counts = new int[bound];
        for (var i = 0; i < 200 * bound; i++)
        {
            counts[stream.Next(bound)]++;
        }
        // Chi-square has mean k and variance 2 k for k degrees of freedom: five standard deviations, and one in a thousand near zero.
        var k = bound - 1;
        Assert.InRange(ChiSquare(counts, 200), Math.Max(0, k - (5 * Math.Sqrt(2.0 * k))), k + (5 * Math.Sqrt(2.0 * k)) + 8);
    }

    [Fact]
    public void Fractions_are_uniform_below_one()
    {
        var stream = new RandomStream(29);
        var counts = new int[64];
        for (var i = 0; i < 64_000; i++)
        {
            var fraction = stream.NextDouble();
            Assert.InRange(fraction, 0, 1 - double.Epsilon);
            counts[(int)(fraction * 64)]++;
        }
        Assert.InRange(ChiSquare(counts, 1000), 20, 130); // 63 degrees of freedom
    }

    [Fact]
    public void A_stream_goes_on_from_its_state() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 40])
            .Sample(
                (seed, steps) =>
                {
                    var first = new RandomStream(seed);
                    for (var i = 0; i < steps; i++)
                    {
                        first.Next();
                    }
                    var second = new RandomStream(0) { State = first.State };
                    return first.Next() == second.Next()
                        && first.NextDouble() == second.NextDouble()
                        && first.Permutation(9).SequenceEqual(second.Permutation(9));
                }
            );

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_bound_below_one_is_refused(int bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1).Next(bound));

    [Fact]
    public void The_torch_generator_follows_the_stream()
    {
        using var first = new RandomStream(31).Torch();
        using var second = new RandomStream(31).Torch();
        using var third = new RandomStream(32).Torch();
        using var a = torch.rand(8, generator: first);
        using var b = torch.rand(8, generator: second);
        using var c = torch.rand(8, generator: third);
        Assert.True(a.equal(b).all().item<bool>());
        Assert.False(a.equal(c).all().item<bool>());
    }

    private static double ChiSquare(IEnumerable<int> counts, double expected) =>
        counts.Sum(count => (count - expected) * (count - expected) / expected);
}
