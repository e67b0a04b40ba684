namespace Lethe.Erasing.Judges;

/// <summary>Something that NudeNet found in a picture.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="X">Of the left edge, in pixels of the picture.</param>
/// <param name="Y">Of the upper edge.</param>
public sealed record NudeNetBox(NudeNetLabel Label, double Score, double X, double Y, double Width, double Height)
{
    /// <summary>The part of both that is in both, 0 to 1.</summary>
    internal double Overlap(NudeNetBox other)
    {
        var width = Math.Max(0, Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X));
        var height = Math.Max(0, Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y));
        var shared = width * height;
        return shared > 0 ? shared / ((Width * Height) + (other.Width * other.Height) - shared) : 0;
    }

    internal NudeNetBox Within(long width, long height)
    {
        var (x, y) = (Math.Clamp(X, 0, width), Math.Clamp(Y, 0, height));
        return this with { X = x, Y = y, Width = Math.Clamp(X + Width, 0, width) - x, Height = Math.Clamp(Y + Height, 0, height) - y };
    }
}
