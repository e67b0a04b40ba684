namespace Lethe.Interactive.Charts;

/// <summary>One cloud of points, of several that stand side by side.</summary>
/// <param name="Name">Above it.</param>
/// <param name="Points">Places in the plane, such as a t-SNE embedding.</param>
/// <param name="Labels">The class of each point, from 0.</param>
public sealed record ScatterPanel(string Name, IReadOnlyList<(double X, double Y)> Points, IReadOnlyList<int> Labels);
