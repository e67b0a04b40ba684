namespace Lethe.Cli.Views;

/// <summary>A line of a <see cref="CompactTable"/>.</summary>
internal sealed record CompactLine(string Text, LineKind Kind);
