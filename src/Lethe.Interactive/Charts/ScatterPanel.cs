using Lethe.Embedding;

namespace Lethe.Interactive.Charts;

/// <summary>One cloud of points, of several that stand side by side.</summary>
/// <param name="Points">Places in the plane, such as a t-SNE embedding.</param>
/// <param name="Labels">The class of each point, from 0.</param>
public sealed record ScatterPanel(string Name, IReadOnlyList<(double X, double Y)> Points, IReadOnlyList<int> Labels)
{
    /// <param name="points">Places in the plane: their first two coordinates are drawn.</param>
    /// <param name="labels">The class of each point, from 0.</param>
    public ScatterPanel(string name, PointSet points, IReadOnlyList<int> labels)
        : this(name, [.. Enumerable.Range(0, points.Count).Select(i => ((double)points[i, 0], (double)points[i, 1]))], labels) { }
}
