using System.Runtime.Intrinsics;

namespace Lethe.Runtime;

/// <summary>A seeded stream of random numbers whose whole state is one number, for checkpoints (SplitMix64: Steele, Lea and Flood, OOPSLA
/// 2014).</summary>
public sealed class RandomStream(ulong state)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Set it to a value read earlier to go on from there.</summary>
    public ulong State { get; set; } = state;

    /// <summary>A stream of its own for each purpose: the same seed and names always give the same stream.</summary>
    public static RandomStream For(int seed, params ReadOnlySpan<string> names)
    {
        var state = Mix((ulong)(uint)seed + Golden);
        foreach (var name in names)
        {
            foreach (var letter in name)
            {
                state = Mix((state ^ letter) + Golden);
            }
            state = Mix(state + Golden);
        }
        return new(state);
    }

    public ulong Next() => Mix(State += Golden);

    /// <summary>What as many calls of <see cref="Next()"/> give, eight at a time.</summary>
    public void Fill(Span<ulong> numbers)
    {
        var ahead = (Vector512<ulong>.Indices + Vector512<ulong>.One) * Golden;
        for (; numbers.Length >= Vector512<ulong>.Count; numbers = numbers[Vector512<ulong>.Count..])
        {
            Mix(Vector512.Create(State) + ahead).CopyTo(numbers);
            State += (ulong)Vector512<ulong>.Count * Golden;
        }
        foreach (ref var number in numbers)
        {
            number = Next();
        }
    }

    /// <summary>Uniform in <c>0..bound-1</c>.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(Next(), (ulong)bound, out _);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [from, to).</summary>
    public float Between(double from, double to) => (float)(from + ((to - from) * NextDouble()));

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public float Normal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return (float)(radius * Math.Cos(2 * Math.PI * NextDouble()));
    }

    /// <summary>The numbers <c>0..count-1</c> in random order.</summary>
    public long[] Permutation(int count)
    {
        var order = new long[count];
        for (var i = 0; i < count; i++)
        {
            var j = Next(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /// <summary>A torch generator that starts from the next number; dispose it. It draws on the CPU: the same on every device.</summary>
    public TorchSharp.torch.Generator Torch() => new(Next() >> 1, TorchSharp.torch.CPU);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static Vector512<ulong> Mix(Vector512<ulong> z)
    {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EB;
        return z ^ (z >>> 31);
    }
}
