namespace Lethe.Faces.Finders;

/// <summary>A face that a detector found.</summary>
/// <param name="Score">The higher the surer; the scale is the detector's own.</param>
/// <param name="Points">Null where the detector gives none.</param>
public sealed record FoundFace(FaceBox Box, double Score, FivePoints? Points);
