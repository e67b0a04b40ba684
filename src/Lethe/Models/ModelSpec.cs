using System.Text.Json.Serialization;

namespace Lethe.Models;

/// <summary>Which network: enough to build it again.</summary>
/// <param name="Architecture">A name of <see cref="ModelCatalog"/>.</param>
/// <param name="Classes">Outputs.</param>
/// <param name="Width">1 for the published size; a quarter for a net a quarter as wide. Channel counts are rounded to multiples of
/// 8.</param>
/// <param name="Channels">Of the input images.</param>
/// <param name="Side">Of the input images, for the few networks that are built for one size, and those of a person's own that were trained
/// at one; 0 for any.</param>
public sealed record ModelSpec(string Architecture, int Classes, double Width = 1, int Channels = 3, int Side = 0)
{
    /// <summary>
    /// Of the layer normalisation, where the network has one; a part of what is trained, so of the identity of trained networks and
    /// records.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NormEpsilon { get; } = Architecture == "vit" ? VisionTransformer.NormEpsilon : null;

    /// <summary>The number of channels that stands for <paramref name="full"/> at this width.</summary>
    public int Scale(int full) => Math.Max(8, (int)Math.Round(full * Width / 8) * 8);

    public override string ToString() => Width == 1 ? Architecture : FormattableString.Invariant($"{Architecture} x{Width}");
}
