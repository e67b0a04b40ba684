namespace Lethe.Faces.Finders;

/// <summary>A weighted sum over two or three rectangles of a window.</summary>
internal sealed record HaarFeature(HaarRectangle[] Parts);
