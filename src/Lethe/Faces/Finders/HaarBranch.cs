namespace Lethe.Faces.Finders;

/// <summary>An inner node of a tree.</summary>
/// <param name="Feature">Which.</param>
/// <param name="Threshold">Of the feature over the window's deviation.</param>
/// <param name="Below">Where to go if it is less: another branch, or <c>~leaf</c>.</param>
/// <param name="Above">Likewise if it is not.</param>
internal readonly record struct HaarBranch(int Feature, float Threshold, int Below, int Above);
