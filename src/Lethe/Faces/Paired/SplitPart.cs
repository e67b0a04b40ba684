namespace Lethe.Faces.Paired;

/// <summary>Which part of a split an identity belongs to.</summary>
public enum SplitPart
{
    Train,
    Validation,
    Test,
}
