namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>One marker, in pixels.</summary>
internal readonly record struct Marker(double X, double Y, double Radius, string Symbol, Paint Paint);
