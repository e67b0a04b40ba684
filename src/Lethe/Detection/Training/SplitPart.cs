namespace Lethe.Detection;

/// <summary>Which part of a split an identity belongs to.</summary>
public enum SplitPart
{
    Train,
    Validation,
    Test,
}
