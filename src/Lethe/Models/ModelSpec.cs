namespace Lethe.Models;

/// <summary>Which network: enough to build it again.</summary>
/// <param name="Architecture">A name of <see cref="ModelCatalog"/>.</param>
/// <param name="Classes">Outputs.</param>
/// <param name="Width">1 for the published size; a quarter for a net a quarter as wide. Channel counts are rounded to multiples of 8.</param>
/// <param name="Channels">Of the input images.</param>
public sealed record ModelSpec(string Architecture, int Classes, double Width = 1, int Channels = 3)
{
    /// <summary>The number of channels that stands for <paramref name="full"/> at this width: a multiple of 8, and at least 16.</summary>
    /// <remarks>With 8 input channels the gradient of this torch's channels-last 1x1 convolution of stride 2 writes outside its memory (float32, AVX-512).</remarks>
    public int Scale(int full) => Math.Max(16, (int)Math.Round(full * Width / 8) * 8);

    public override string ToString() => Width == 1 ? Architecture : FormattableString.Invariant($"{Architecture} x{Width}");
}
