using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Names of the traces beside, above or below the plot.</summary>
internal sealed class LegendDrawing
{
    private const double Sample = 26, Gap = 8, Outside = 12;

    private readonly IReadOnlyList<TraceDrawing> entries;
    private readonly JsonElement settings;
    private readonly TextStyle font;

    public LegendDrawing(Figure figure)
    {
        settings = figure.Layout.At("legend");
        font = figure.Font.With(settings.At("font"));
        var named = figure.Traces.Where(static trace => trace.CanBeInLegend && (trace.Trace.Flag("showlegend") ?? true)).ToList();
        // One trace needs no legend, unless it asks for one.
        var isShown = figure.Layout.Flag("showlegend") ?? (named.Count > 1 || named.Any(static trace => trace.Trace.Flag("showlegend") == true));
        entries = isShown ? named : [];
    }

    private double RowHeight => font.Size * 1.6;

    private bool IsLevel => settings.Text("orientation") == "h";

    private double X => settings.Number("x") ?? (IsLevel ? 0 : 1.02);

    private double Y => settings.Number("y") ?? (IsLevel ? -0.1 : 1);

    /// <summary>Beside the plot: pixels to its right.</summary>
    public double RoomRight => entries.Count > 0 && !IsLevel && X >= 1 ? Outside + Width(entries) : 0;

    public double RoomAbove(double width) => entries.Count > 0 && IsLevel && Y >= 1 ? Height(width) + 4 : 0;

    public double RoomBelow(double width) => entries.Count > 0 && IsLevel && Y < 0 ? Height(width) + 8 : 0;

    /// <param name="canvas">To draw on.</param>
    /// <param name="plot">What it belongs to.</param>
    /// <param name="right">Where it may begin beside the plot.</param>
    /// <param name="bottom">Where it may begin below the plot.</param>
    public void Draw(SvgCanvas canvas, Box plot, double right, double bottom)
    {
        if (entries.Count == 0)
        {
            return;
        }
        var rows = IsLevel ? Rows(plot.Width) : [.. entries.Select(static entry => (IReadOnlyList<TraceDrawing>)[entry])];
        var (width, height) = (rows.Max(Width), rows.Count * RowHeight);
        var left = !IsLevel && X >= 1 ? right + Outside : plot.Left + (X * plot.Width) - (settings.Text("xanchor") switch { "right" => width, "center" => width / 2, _ => X > 0.66 && settings.Text("xanchor") is null or "auto" ? width : 0 });
        var top = IsLevel && Y < 0 ? bottom + 8 : IsLevel && Y >= 1 ? plot.Top - height - 4
            : plot.Bottom - (Y * plot.Height) - (settings.Text("yanchor") switch { "bottom" => height, "middle" => height / 2, "top" => 0, _ => Y < 0.34 ? height : 0 });
        foreach (var row in rows)
        {
            var x = left;
            foreach (var entry in row)
            {
                entry.DrawSample(canvas, new(x, top + (RowHeight * 0.22), Sample - 4, RowHeight * 0.56));
                canvas.Text(x + Sample, top + (RowHeight / 2) + (font.Size * 0.35), entry.Name, font);
                x += Width(entry);
            }
            top += RowHeight;
        }
    }

    private double Width(TraceDrawing entry) => Sample + LabelText.Width(entry.Name, font.Size) + Gap;

    private double Width(IReadOnlyList<TraceDrawing> row) => IsLevel ? row.Sum(Width) : row.Max(Width);

    private double Height(double width) => Rows(width).Count * RowHeight;

    private List<IReadOnlyList<TraceDrawing>> Rows(double width)
    {
        var rows = new List<List<TraceDrawing>>();
        foreach (var entry in entries)
        {
            if (rows.Count == 0 || rows[^1].Sum(Width) + Width(entry) > width)
            {
                rows.Add([]);
            }
            rows[^1].Add(entry);
        }
        return [.. rows];
    }
}
