namespace Lethe.Faces;

/// <summary>A rectangle in pixels of a picture, from the left and from the top; it may reach over the edge.</summary>
public readonly record struct FaceBox(double Left, double Top, double Width, double Height)
{
    public double Area => Width * Height;

    public double CentreX => Left + (Width / 2);

    public double CentreY => Top + (Height / 2);

    /// <summary>Intersection over union.</summary>
    public double Overlap(FaceBox other)
    {
        var across = Math.Min(Left + Width, other.Left + other.Width) - Math.Max(Left, other.Left);
        var down = Math.Min(Top + Height, other.Top + other.Height) - Math.Max(Top, other.Top);
        var shared = Math.Max(0, across) * Math.Max(0, down);
        return shared > 0 ? shared / (Area + other.Area - shared) : 0;
    }
}
