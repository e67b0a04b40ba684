namespace Lethe.Interactive.Formatting.Stills;

/// <summary>A bitmap within a still.</summary>
/// <param name="Address">A data URI.</param>
/// <param name="IsPixelated">Whether its pixels keep their edges when they are enlarged.</param>
/// <param name="Opacity">0..1.</param>
internal sealed record StillBitmap(string Address, bool IsPixelated = false, double Opacity = 1);
