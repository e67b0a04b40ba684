using System.Text.Json;
using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Names of the traces, beside, below, above or within the plot.</summary>
internal sealed class StillLegend : IDisposable
{
    private const int Gap = 10;

    private readonly Plot owner = new();
    private readonly Legend legend;
    private readonly double x;
    private readonly double y;

    public StillLegend(StillFigure figure)
    {
        var settings = figure.Layout.At("legend");
        var isLevel = settings.Text("orientation") == "h";
        (x, y) = (settings.Number("x") ?? (isLevel ? 0 : 1.02), settings.Number("y") ?? (isLevel ? -0.1 : 1));
        legend = new(owner)
        {
            ManualItems = Items(figure),
            Orientation = isLevel ? Orientation.Horizontal : Orientation.Vertical,
            TightHorizontalWrapping = true,
            BackgroundColor = Colors.Transparent,
            ShadowColor = Colors.Transparent,
            OutlineWidth = 0,
            Padding = new(0, 0),
            InterItemPadding = new(8, 12, 3, 3),
        };
    }

    private bool IsBeside => legend.Orientation == Orientation.Vertical && x >= 1;

    private bool IsBelow => legend.Orientation == Orientation.Horizontal && y < 0;

    private bool IsAbove => legend.Orientation == Orientation.Horizontal && y >= 1;

    /// <summary>Pixels that it needs around the plot.</summary>
    public (float Right, float Below, float Above) Measure(PixelSize plot, Paint paint)
    {
        if (legend.ManualItems.Count == 0)
        {
            return default;
        }
        var size = legend.GetLayout(plot, paint).LegendRect.Size;
        return (IsBeside ? size.Width + (2 * Gap) : 0, IsBelow ? size.Height + Gap : 0, IsAbove ? size.Height + Gap : 0);
    }

    /// <param name="canvas">To draw on.</param>
    /// <param name="plot">What it belongs to.</param>
    /// <param name="right">Where it may begin beside the plot.</param>
    /// <param name="bottom">Where it may begin below the plot.</param>
    /// <param name="paint">To measure and draw with.</param>
    public void Draw(SKCanvas canvas, PixelRect plot, float right, float bottom, Paint paint)
    {
        var (rect, alignment) = IsBeside ? (new(right + Gap, right + 2000, plot.Bottom, plot.Top), Alignment.UpperLeft)
            : IsBelow ? (new PixelRect(plot.Left, plot.Right, bottom + 2000, bottom + Gap), Alignment.UpperLeft)
            : IsAbove ? (new PixelRect(plot.Left, plot.Right, plot.Top - (Gap / 2), plot.Top - 2000), Alignment.LowerLeft)
            : (plot, AlignmentExtensions.AlignmentMatrix[y > 0.66 ? 0 : y < 0.34 ? 2 : 1, x > 0.66 ? 2 : x < 0.34 ? 0 : 1]);
        legend.Render(canvas, paint, rect, alignment);
    }

    public void Dispose() => owner.Dispose();

    // One trace needs no legend, unless it asks for one.
    private static List<LegendItem> Items(StillFigure figure)
    {
        var named = figure.Traces.Index().Where(static trace => trace.Item.Trace.Flag("showlegend") ?? true).Select(trace => (Item: trace.Item.Sample(), Name: trace.Item.Trace.Text("name") ?? $"trace {trace.Index}", trace.Item.Trace)).Where(static entry => entry.Item is not null).ToList();
        if (!(figure.Layout.Flag("showlegend") ?? (named.Count > 1 || named.Any(static entry => entry.Trace.Flag("showlegend") == true))))
        {
            return [];
        }
        foreach (var (item, name, _) in named)
        {
            item!.LabelStyle = StillText.Style(13, Alignment.MiddleLeft);
            item.LabelText = figure.Text.Of(name);
        }
        return [.. named.Select(static entry => entry.Item!)];
    }
}
