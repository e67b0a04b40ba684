namespace Lethe.Interactive.Formatting.Drawing;

/// <param name="At">On the axis, after taking logarithms.</param>
/// <param name="Label">May be empty.</param>
internal readonly record struct Tick(double At, string Label);
