namespace Lethe.Detection;

/// <summary>A rectangle in pixels of a picture, from the left and from the top; it may reach over the edge.</summary>
public readonly record struct FaceBox(double Left, double Top, double Width, double Height)
{
    public double Area => Width * Height;

    public double CentreX => Left + (Width / 2);

    public double CentreY => Top + (Height / 2);
}
