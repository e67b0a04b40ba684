namespace Lethe.Data;

/// <summary>A super-class: classes of a data set that a network is to call by one name.</summary>
/// <param name="Classes">By number.</param>
public sealed record ClassGroup(string Name, IReadOnlyList<int> Classes);
