namespace Lethe.Faces.Finders;

/// <summary>A part of a <see cref="HaarFeature"/>, in pixels of the window.</summary>
internal readonly record struct HaarRectangle(int Left, int Top, int Width, int Height, float Weight)
{
    public bool IsWithin(int width, int height) =>
        Left >= 0 && Top >= 0 && Width > 0 && Height > 0 && Left + Width <= width && Top + Height <= height;
}
