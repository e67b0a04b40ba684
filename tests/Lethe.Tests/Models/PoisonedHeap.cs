using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

/// <summary>Fills freed memory with NaN, so that a kernel that reads what nobody wrote says so.</summary>
internal static class PoisonedHeap
{
    // Sizes of weights, activations and scratch pads of the nets under test, in numbers of 4 bytes.
    private static readonly long[] Sizes =
    [
        16,
        64,
        100,
        256,
        400,
        1 << 10,
        3 << 10,
        1 << 12,
        1 << 14,
        3 << 14,
        1 << 16,
        3 << 15,
        1 << 18,
        1 << 20,
        1 << 22,
    ];

    public static void Fill()
    {
        var held = new List<Tensor>();
        foreach (var size in Sizes)
        {
            // All at once, then freed: about 50 MB, the small ones many times, the middling often enough to fill older holes too.
            for (var i = 0; i < Math.Clamp((1 << 16) / size, size > 1 << 18 ? 1 : 12, 200); i++)
            {
                held.Add(full(size, float.NaN));
            }
        }
        foreach (var tensor in held)
        {
            tensor.Dispose();
        }
    }

    public static bool IsFinite(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.isfinite().all().item<bool>();
    }

    /// <summary>N x C x H x W with channels-last strides.</summary>
    public static Tensor Images(int count, int channels = 3, int side = 32) => randn(count, side, side, channels).permute(0, 3, 1, 2);
}
