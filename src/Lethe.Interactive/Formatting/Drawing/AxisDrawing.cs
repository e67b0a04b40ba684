namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Grid, ticks and title of an axis.</summary>
/// <param name="axis">Which.</param>
/// <param name="counter">The axis that it meets.</param>
/// <param name="figureFont">Of the figure.</param>
internal sealed class AxisDrawing(Axis axis, Axis? counter, TextStyle figureFont)
{
    private const double TickGap = 5, TitleGap = 8;

    private readonly TextStyle font = figureFont.With(axis.Settings.At("tickfont"));
    private readonly TextStyle titleFont = (figureFont with { Size = figureFont.Size * 1.08 }).With(axis.Settings.At("title.font"));

    public Axis Axis => axis;

    /// <summary>Pixels that labels and title take outwards.</summary>
    public double Room => !axis.IsVisible ? 0 : LabelRoom + TickGap + (axis.Title.Length > 0 ? TitleGap + LabelText.Height(axis.Title, titleFont.Size) : 0);

    /// <summary>How far the outermost labels reach beyond the two ends of the axis.</summary>
    public (double Before, double After) Overhang
    {
        get
        {
            var (before, after) = (0.0, 0.0);
            foreach (var tick in axis.IsVisible ? axis.Ticks : [])
            {
                var (low, high) = (Math.Min(axis.Pixels.From, axis.Pixels.To), Math.Max(axis.Pixels.From, axis.Pixels.To));
                var at = axis.Pixel(tick.At);
                var (back, forth) = Spread(tick.Label);
                (before, after) = (Math.Max(before, low - (at - back)), Math.Max(after, at + forth - high));
            }
            return (before, after);
        }
    }

    // Plotly's way: level if the labels fit side by side, otherwise 30 degrees, otherwise upright.
    private double Angle
    {
        get
        {
            if (!axis.IsX || axis.Settings.Number("tickangle") is { } given && Math.Abs(given) <= 90)
            {
                return axis.IsX ? axis.Settings.Number("tickangle")!.Value : 0;
            }
            var places = axis.Ticks.Where(static tick => tick.Label.Length > 0).Select(tick => (At: axis.Pixel(tick.At), Half: LabelText.Width(tick.Label, font.Size) / 2)).OrderBy(static place => place.At).ToList();
            var pairs = places.Zip(places.Skip(1)).ToList();
            return pairs.All(static pair => pair.First.At + pair.First.Half + 3 <= pair.Second.At - pair.Second.Half) ? 0
                : pairs.All(pair => pair.Second.At - pair.First.At >= font.Size * 2.4) ? 30 : 90;
        }
    }

    private double LabelRoom
    {
        get
        {
            var angle = Angle * Math.PI / 180;
            return axis.Ticks.Where(static tick => tick.Label.Length > 0).Select(tick => axis.IsX
                ? (Math.Abs(Math.Sin(angle)) * LabelText.Width(tick.Label, font.Size)) + (Math.Cos(angle) * LabelText.Height(tick.Label, font.Size))
                : LabelText.Width(tick.Label, font.Size)).DefaultIfEmpty(0).Max();
        }
    }

    public void DrawGrid(SvgCanvas canvas, Box plot)
    {
        if (!axis.IsVisible)
        {
            return;
        }
        var (low, high) = counter is null ? axis.IsX ? (plot.Top, plot.Bottom) : (plot.Left, plot.Right) : (Math.Min(counter.Pixels.From, counter.Pixels.To), Math.Max(counter.Pixels.From, counter.Pixels.To));
        var grid = new Paint(null, Colour.Parse(axis.Settings.Text("gridcolor")) ?? new Colour(0x88, 0x88, 0x88, 0.25), axis.Settings.Number("gridwidth") ?? 1);
        foreach (var tick in axis.Settings.Flag("showgrid") ?? axis.HasGrid ? axis.Ticks : [])
        {
            Across(canvas, axis.Pixel(tick.At), low, high, grid);
        }
        if ((axis.Settings.Flag("zeroline") ?? true) && axis.Kind == AxisKind.Linear && axis.From * axis.To <= 0)
        {
            Across(canvas, axis.Pixel(0), low, high, grid with { Stroke = Colour.Parse(axis.Settings.Text("zerolinecolor")) ?? new Colour(0x88, 0x88, 0x88, 0.6), Width = axis.Settings.Number("zerolinewidth") ?? 1 });
        }
    }

    /// <param name="canvas">To draw on.</param>
    /// <param name="edge">Where the axis lies, across itself.</param>
    public void DrawLabels(SvgCanvas canvas, double edge)
    {
        if (!axis.IsVisible)
        {
            return;
        }
        var (side, angle) = (axis.IsOpposite ? -1 : 1, Angle);
        if (axis.Settings.Flag("showline") == true)
        {
            var line = new Paint(null, Colour.Parse(axis.Settings.Text("linecolor")) ?? Colour.Grey, axis.Settings.Number("linewidth") ?? 1);
            canvas.Path(axis.IsX ? $"M{SvgCanvas.Number(axis.Pixels.From)},{SvgCanvas.Number(edge)}H{SvgCanvas.Number(axis.Pixels.To)}" : $"M{SvgCanvas.Number(edge)},{SvgCanvas.Number(axis.Pixels.From)}V{SvgCanvas.Number(axis.Pixels.To)}", line);
        }
        foreach (var tick in axis.Ticks.Where(static tick => tick.Label.Length > 0))
        {
            var at = axis.Pixel(tick.At);
            var height = LabelText.Height(tick.Label, font.Size);
            if (!axis.IsX)
            {
                canvas.Text(edge - (side * TickGap), at + (font.Size * 0.35) - ((height - (font.Size * LabelText.LineHeight)) / 2), tick.Label, font with { Anchor = axis.IsOpposite ? "start" : "end" });
            }
            else if (angle == 0)
            {
                canvas.Text(at, axis.IsOpposite ? edge - TickGap - height + font.Size : edge + TickGap + (font.Size * 0.9), tick.Label, font with { Anchor = "middle" });
            }
            else
            {
                var down = angle > 0 != axis.IsOpposite;
                canvas.Text(at + (Math.Abs(angle) > 60 ? (angle > 0 ? -1 : 1) * font.Size * 0.35 : 0), edge + (side * (TickGap + (font.Size * 0.5))), tick.Label, font with { Anchor = down ? "start" : "end", Angle = angle });
            }
        }
        if (axis.Title.Length > 0)
        {
            DrawTitle(canvas, edge, side);
        }
    }

    private void DrawTitle(SvgCanvas canvas, double edge, int side)
    {
        var middle = (axis.Pixels.From + axis.Pixels.To) / 2;
        var height = LabelText.Height(axis.Title, titleFont.Size);
        var away = TickGap + LabelRoom + TitleGap;
        var style = titleFont with { Anchor = "middle" };
        if (axis.IsX)
        {
            canvas.Text(middle, axis.IsOpposite ? edge - away - height + titleFont.Size : edge + away + titleFont.Size, axis.Title, style);
        }
        else
        {
            // Turned, the base line is at the right of the letters.
            canvas.Text(edge - (side * away) - (axis.IsOpposite ? -titleFont.Size : height - titleFont.Size), middle, axis.Title, style with { Angle = -90 });
        }
    }

    private void Across(SvgCanvas canvas, double at, double low, double high, Paint paint)
    {
        if (axis.IsX)
        {
            canvas.Line(at, low, at, high, paint);
        }
        else
        {
            canvas.Line(low, at, high, at, paint);
        }
    }

    private (double Back, double Forth) Spread(string label)
    {
        var (width, angle) = (LabelText.Width(label, font.Size), Angle * Math.PI / 180);
        return label.Length == 0 ? (0, 0) : !axis.IsX ? (font.Size * 0.6, font.Size * 0.6) : angle == 0 ? (width / 2, width / 2)
            : angle > 0 != axis.IsOpposite ? (font.Size * 0.5, (width * Math.Cos(angle)) + (font.Size * 0.5)) : ((width * Math.Cos(angle)) + (font.Size * 0.5), font.Size * 0.5);
    }
}
