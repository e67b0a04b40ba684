namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>How a form is filled and outlined.</summary>
internal readonly record struct Paint(Colour? Fill = null, Colour? Stroke = null, double Width = 1, string? Dash = null);
