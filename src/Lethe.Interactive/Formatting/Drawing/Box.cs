namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A rectangle in pixels; y goes down.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public static Box Between(double x0, double y0, double x1, double y1) => new(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0));

    // Half a pixel more: what lies on the edge is in.
    public bool Contains(double x, double y) => x >= Left - 0.5 && x <= Right + 0.5 && y >= Top - 0.5 && y <= Bottom + 0.5;

    /// <summary>What both share; null if that is nothing.</summary>
    public Box? Within(Box other)
    {
        var (left, top, right, bottom) = (Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));
        return right >= left && bottom >= top ? new(left, top, right - left, bottom - top) : null;
    }
}
