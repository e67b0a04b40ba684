using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>The bars that share axes: beside each other, on each other, or over each other.</summary>
internal static class BarGroup
{
    public static void Arrange(IReadOnlyList<BarDrawing> bars, JsonElement layout)
    {
        foreach (var group in bars.GroupBy(static bar => (bar.X, bar.Y, bar.IsLying)))
        {
            Arrange([.. group], layout);
        }
    }

    private static void Arrange(BarDrawing[] group, JsonElement layout)
    {
        var mode = layout.Text("barmode") ?? "group";
        var gap = Math.Clamp(layout.Number("bargap") ?? 0.2, 0, 1);
        var all = Spacing(group.SelectMany(static bar => bar.Positions));
        var stacks = new Dictionary<(double, bool), double>();
        for (var k = 0; k < group.Length; k++)
        {
            var bar = group[k];
            var (slot, slots) = mode == "group" ? (k, group.Length) : (0, 1);
            var width = (mode == "overlay" ? Spacing(bar.Positions) : all) * (1 - gap) / slots;
            var inner = width * (1 - Math.Clamp(slots > 1 ? layout.Number("bargroupgap") ?? 0 : 0, 0, 1));
            bar.Spacing = all;
            for (var i = 0; i < bar.Positions.Length; i++)
            {
                bar.Widths[i] = bar.Trace.Each("width", i).Value() is > 0 and var own ? own : inner;
                bar.Centres[i] = bar.Trace.Each("offset", i).Value() is var offset && double.IsFinite(offset) ? bar.Positions[i] + offset + (bar.Widths[i] / 2)
                    : bar.Positions[i] + ((slot - ((slots - 1) / 2.0)) * width);
                if (mode is "stack" or "relative" && double.IsFinite(bar.Values[i]))
                {
                    var place = (bar.Positions[i], mode == "relative" && bar.Values[i] < 0);
                    bar.Starts[i] = stacks.GetValueOrDefault(place);
                    stacks[place] = bar.Starts[i] + bar.Values[i];
                }
            }
        }
    }

    // The least distance between two positions.
    private static double Spacing(IEnumerable<double> positions)
    {
        var sorted = positions.Where(double.IsFinite).Distinct().Order().ToList();
        return sorted.Count < 2 ? 1 : sorted.Zip(sorted.Skip(1), static (a, b) => b - a).Min();
    }
}
