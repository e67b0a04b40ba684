namespace Lethe.Faces.Finders;

/// <summary>A stage of a <see cref="HaarCascade"/>.</summary>
/// <param name="Threshold">A window whose trees add up to less is no face.</param>
/// <param name="Roots">Of its trees, among <see cref="HaarCascade.Branches"/>.</param>
internal sealed record HaarStage(float Threshold, int[] Roots);
