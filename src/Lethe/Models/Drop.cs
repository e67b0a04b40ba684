using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>
/// Inverted dropout (Srivastava et al. 2014): in training every number is zeroed with probability p and the others are divided by 1 - p; in
/// evaluation nothing happens. p is rounded to a multiple of 1/65536.
/// </summary>
/// <remarks>
/// On the CPU torch draws one number after the other, which took a quarter of a small transformer's training step. Here one 64-bit draw
/// decides over four numbers, eight draws at a time. The stream starts from torch's generator, so <c>manual_seed</c> governs it as before.
/// </remarks>
internal sealed class Drop(double probability) : Module<Tensor, Tensor>(nameof(Drop))
{
    private const int Steps = 1 << 16;
    private readonly int dropped = (int)Math.Round(probability * Steps); // of 65536

    /// <param name="x">Any shape, float32 or bfloat16 on the CPU; any type elsewhere.</param>
    /// <returns>A tensor of the same shape; in evaluation it shares the memory of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        if (!training || dropped == 0)
        {
            return x.alias();
        }
        if (x.device_type != DeviceType.CPU)
        {
            return functional.dropout(x, probability);
        }
        using var mask = Mask(x);
        return x * mask;
    }

    // 0 with probability p, else 1 / (1 - p)
    private Tensor Mask(Tensor x)
    {
        using var seed = randint(long.MaxValue, [1], dtype: ScalarType.Int64);
        var stream = new RandomStream((ulong)seed.item<long>());
        var mask = empty(x.shape, x.dtype);
        var kept = (float)Steps / (Steps - dropped);
        if (x.dtype == ScalarType.BFloat16)
        {
            Fill(MemoryMarshal.Cast<byte, ushort>(mask.bytes), (ushort)(BitConverter.SingleToUInt32Bits(kept) + 0x8000 >> 16), stream);
        }
        else
        {
            Fill(MemoryMarshal.Cast<byte, float>(mask.bytes), kept, stream);
        }
        return mask;
    }

    private void Fill<T>(Span<T> mask, T kept, RandomStream stream)
        where T : struct
    {
        Span<ulong> numbers = stackalloc ulong[256];
        var draws = MemoryMarshal.Cast<ulong, ushort>(numbers);
        for (; !mask.IsEmpty; mask = mask[Math.Min(mask.Length, draws.Length)..])
        {
            stream.Fill(numbers);
            Choose(mask, kept, draws);
        }
    }

    // At most as many as there are draws.
    private void Choose<T>(Span<T> mask, T kept, ReadOnlySpan<ushort> draws)
        where T : struct
    {
        var (count, i) = (Math.Min(mask.Length, draws.Length), 0);
        if (typeof(T) == typeof(ushort))
        {
            var (limit, all) = (Vector512.Create((ushort)dropped), Vector512.Create((ushort)(object)kept));
            var halves = MemoryMarshal.Cast<T, ushort>(mask);
            for (; i + Vector512<ushort>.Count <= count; i += Vector512<ushort>.Count)
            {
                (Vector512.GreaterThanOrEqual(Vector512.Create(draws[i..]), limit) & all).CopyTo(halves[i..]);
            }
        }
        for (; i < count; i++)
        {
            mask[i] = draws[i] < dropped ? default : kept;
        }
    }
}
