namespace Lethe.Detection;

/// <summary>The families of pseudo-forgeries: one line each.</summary>
public static class ForgeryCatalog
{
    /// <summary>Self-blend, autoencoder-like swap, graphics-like swap, expression warp, mouth re-synthesis.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sbi", "df", "fs", "f2f", "nt"];
}
