namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>What an axis measures with.</summary>
internal enum AxisKind
{
    Linear,
    Log,
    Category,
}
