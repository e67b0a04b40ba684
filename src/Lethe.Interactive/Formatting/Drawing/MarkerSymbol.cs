using static Lethe.Interactive.Formatting.Drawing.SvgCanvas;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>The outlines of plotly's commoner marker symbols.</summary>
internal static class MarkerSymbol
{
    private static readonly string[] Codes = ["circle", "square", "diamond", "cross", "x", "triangle-up", "triangle-down"];

    /// <summary>plotly's name of a symbol that may be given as a number: 100 more is open.</summary>
    public static string Name(string? symbol) => int.TryParse(symbol, out var code) && code >= 0 ? (code % 100 < Codes.Length ? Codes[code % 100] : "circle") + (code / 100 % 2 == 1 ? "-open" : "") : symbol ?? "circle";

    /// <summary>An outline without a filling: open symbols, and those that are only strokes.</summary>
    public static bool IsOpen(string name) => name.Contains("-open", StringComparison.Ordinal) || name.StartsWith("line-", StringComparison.Ordinal) || name.EndsWith("-thin", StringComparison.Ordinal);

    /// <summary>Path data around a place.</summary>
    /// <param name="name">As <see cref="Name"/> gives it; what is not known is a circle.</param>
    /// <param name="x">Middle.</param>
    /// <param name="y">Middle.</param>
    /// <param name="r">Half of the marker's size.</param>
    public static string Path(string name, double x, double y, double r) => name.Split("-open")[0] switch
    {
        "square" => $"M{At(x - r, y - r)}H{Number(x + r)}V{Number(y + r)}H{Number(x - r)}Z",
        "diamond" => $"M{At(x, y - (1.3 * r))}L{At(x + (1.3 * r), y)}L{At(x, y + (1.3 * r))}L{At(x - (1.3 * r), y)}Z",
        "cross" => Cross(x, y, r * 1.2, r * 0.4),
        "x" => $"M{At(x - r, y - (0.5 * r))}L{At(x - (0.5 * r), y - r)}L{At(x, y - (0.5 * r))}L{At(x + (0.5 * r), y - r)}L{At(x + r, y - (0.5 * r))}L{At(x + (0.5 * r), y)}L{At(x + r, y + (0.5 * r))}L{At(x + (0.5 * r), y + r)}L{At(x, y + (0.5 * r))}L{At(x - (0.5 * r), y + r)}L{At(x - r, y + (0.5 * r))}L{At(x - (0.5 * r), y)}Z",
        "triangle-up" => $"M{At(x - (1.15 * r), y + (0.6 * r))}L{At(x, y - (1.3 * r))}L{At(x + (1.15 * r), y + (0.6 * r))}Z",
        "triangle-down" => $"M{At(x - (1.15 * r), y - (0.6 * r))}L{At(x, y + (1.3 * r))}L{At(x + (1.15 * r), y - (0.6 * r))}Z",
        "star" => $"M{string.Join('L', Enumerable.Range(0, 10).Select(i => (Angle: ((i * 36) - 90) * Math.PI / 180, Radius: i % 2 == 0 ? 1.4 * r : 0.55 * r)).Select(corner => At(x + (corner.Radius * Math.Cos(corner.Angle)), y + (corner.Radius * Math.Sin(corner.Angle)))))}Z",
        "line-ew" => $"M{At(x - (1.4 * r), y)}H{Number(x + (1.4 * r))}",
        "line-ns" => $"M{At(x, y - (1.4 * r))}V{Number(y + (1.4 * r))}",
        "x-thin" => $"M{At(x - r, y - r)}L{At(x + r, y + r)}M{At(x - r, y + r)}L{At(x + r, y - r)}",
        "cross-thin" => $"M{At(x - (1.4 * r), y)}H{Number(x + (1.4 * r))}M{At(x, y - (1.4 * r))}V{Number(y + (1.4 * r))}",
        _ => $"M{At(x - r, y)}a{At(r, r)} 0 1 0 {At(2 * r, 0)}a{At(r, r)} 0 1 0 {At(-2 * r, 0)}Z",
    };

    private static string Cross(double x, double y, double r, double half) =>
        $"M{At(x - half, y - r)}H{Number(x + half)}V{Number(y - half)}H{Number(x + r)}V{Number(y + half)}H{Number(x + half)}V{Number(y + r)}H{Number(x - half)}V{Number(y + half)}H{Number(x - r)}V{Number(y - half)}H{Number(x - half)}Z";

    private static string At(double x, double y) => $"{Number(x)},{Number(y)}";
}
