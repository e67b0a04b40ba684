namespace Lethe.Faces.Paired;

/// <summary>Reads batches one after another, perhaps some of them ahead on other threads.</summary>
/// <param name="batches">Positions in <see cref="IPairedImages.Frames"/>, batch by batch.</param>
/// <returns>The batches in order, each with its pixels as <see cref="IPairedImages.Read"/> gives them. They are the caller's to
/// dispose.</returns>
public delegate IEnumerable<(IReadOnlyList<int> Rows, Tensor Pixels)> PairedReader(
    IPairedImages images,
    IEnumerable<IReadOnlyList<int>> batches
);
