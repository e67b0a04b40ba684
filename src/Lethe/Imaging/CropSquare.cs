namespace Lethe.Imaging;

/// <summary>A square of whole pixels inside a picture.</summary>
public readonly record struct CropSquare(int Left, int Top, int Side);
