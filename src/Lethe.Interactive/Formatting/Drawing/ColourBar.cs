using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>The strip beside a plot that says which value a colour is.</summary>
/// <param name="map">Its colours.</param>
/// <param name="settings">plotly's <c>colorbar</c>.</param>
internal sealed class ColourBar(ColourMap map, JsonElement settings)
{
    private const double Strip = 14, Gap = 12;
    private const int Steps = 48;

    private string Title => settings.Text("title.text") ?? "";

    /// <summary>How much it takes to the right of the plot.</summary>
    public double Room(TextStyle font) => Gap + Strip + 6 + Ticks.Max(tick => LabelText.Width(tick.Label, font.Size)) + (Title.Length > 0 ? font.Size * 1.8 : 0);

    /// <param name="canvas">To draw on.</param>
    /// <param name="beside">What it stands right of.</param>
    /// <param name="font">Of its labels.</param>
    public void Draw(SvgCanvas canvas, Box beside, TextStyle font)
    {
        var strip = new Box(beside.Right + Gap, beside.Top, Strip, beside.Height);
        canvas.Open("g", ("shape-rendering", "crispEdges"));
        // Each reaches to the foot, under those to come: between neighbours, a rounded edge would leave a gap.
        for (var i = Steps - 1; i >= 0; i--)
        {
            var top = strip.Bottom - (strip.Height * (i + 1) / Steps);
            canvas.Rectangle(new(strip.Left, top, Strip, strip.Bottom - top), new(map.Scale.At((i + 0.5) / Steps)));
        }
        canvas.Close("g");
        var width = 0.0;
        foreach (var tick in Ticks)
        {
            var y = strip.Bottom - (strip.Height * tick.At);
            canvas.Text(strip.Right + 6, y + (font.Size * 0.35), tick.Label, font);
            width = Math.Max(width, LabelText.Width(tick.Label, font.Size));
        }
        if (Title.Length > 0)
        {
            canvas.Text(strip.Right + 6 + width + (font.Size * 1.4), strip.Top + (strip.Height / 2), Title, font with { Anchor = "middle", Angle = -90 });
        }
    }

    // Between 0 and 1.
    private IReadOnlyList<Tick> Ticks
    {
        get
        {
            if (map.High <= map.Low)
            {
                return [new(0.5, NumberText.Of(map.Low))];
            }
            var axis = new Axis("y", settings);
            axis.Extent.Add(map.Low, isPadded: false);
            axis.Extent.Add(map.High, isPadded: false);
            axis.SetRange();
            axis.SetPixels(200, 0);
            axis.SetTicks(12);
            return axis.Ticks.Count == 0 ? [new(0.5, NumberText.Of((map.Low + map.High) / 2))] : [.. axis.Ticks.Select(tick => tick with { At = (tick.At - map.Low) / (map.High - map.Low) })];
        }
    }
}
