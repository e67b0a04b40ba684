using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>
/// Inverted dropout (Srivastava et al. 2014): in training every number is zeroed with probability p and the others are divided by 1 - p; in
/// evaluation nothing happens. p is rounded to a multiple of 1/65536.
/// </summary>
/// <remarks>
/// On the CPU torch draws one number after the other, which took a quarter of a small transformer's training step. Here one 64-bit draw
/// decides over four numbers. The stream starts from torch's generator, so <c>manual_seed</c> governs it as before.
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
        var limit = (uint)dropped;
        var i = 0;
        for (; i + 4 <= mask.Length; i += 4)
        {
            var bits = stream.Next();
            mask[i] = (ushort)bits < limit ? default : kept;
            mask[i + 1] = (ushort)(bits >> 16) < limit ? default : kept;
            mask[i + 2] = (ushort)(bits >> 32) < limit ? default : kept;
            mask[i + 3] = (ushort)(bits >> 48) < limit ? default : kept;
        }
        for (; i < mask.Length; i++)
        {
            mask[i] = (ushort)stream.Next() < limit ? default : kept;
        }
    }
}
