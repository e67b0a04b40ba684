namespace Lethe.Faces.Paired;

/// <summary>Which frames train, which choose the checkpoint and which measure: nobody's face is in two of them.</summary>
/// <param name="Train">Positions in <see cref="IPairedImages.Frames"/>, likewise the others.</param>
public sealed record PairedSplit(IReadOnlyList<int> Train, IReadOnlyList<int> Validation, IReadOnlyList<int> Test);
