using ScottPlot;
using ScottPlot.Panels;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Two axes of a figure and what is drawn between them: a plot of ScottPlot's.</summary>
internal sealed class StillPanel(StillAxis x, StillAxis y, StillText text, StillBitmaps bitmaps) : IDisposable
{
    private const double FontSize = 13, TitleSize = 14;

    // Pixels: a colour bar's width and what parts it from the plot, and marks with their distance, which ScottPlot forgets to measure.
    private const int Strip = 14, Gap = 12, Marks = 9;

    // Degrees that long names are turned by.
    private const float Angle = 35;

    private static readonly Color Grid = new(128, 128, 128, 64);

    private readonly Plot plot = new();

    public StillAxis X { get; } = x;

    public StillAxis Y { get; } = y;

    public StillText Text { get; } = text;

    public StillBitmaps Bitmaps { get; } = bitmaps;

    /// <summary>Whether the figure has more markers than elements should be.</summary>
    public bool IsCrowded { get; set; }

    /// <summary>Where it lies in the picture.</summary>
    public PixelRect Rect { get; set; }

    /// <summary>Takes something to draw, over what it has.</summary>
    public void Add(IPlottable plottable) => plot.PlottableList.Add(plottable);

    /// <summary>For markers: the cloud that was added last, unless something has been added since.</summary>
    public MarkerCloud Cloud()
    {
        if (plot.PlottableList.LastOrDefault() is not MarkerCloud cloud)
        {
            Add(cloud = new(Bitmaps, IsCrowded));
        }
        return cloud;
    }

    /// <summary>A strip beside the plot that says which value a colour is.</summary>
    public void AddColourBar(ColourMap map, string title)
    {
        var bar = new ColorBar(map) { Width = Strip };
        var (low, high) = (map.GetRange().Min, map.GetRange().Max);
        Style(bar.Axis, title, low < high ? StillTicks.Round(low, high, 6) : [new Tick(low, StillTicks.Number(low))]);
        plot.Axes.AddPanel(bar);
        using var paint = Paint.NewDisposablePaint();
        bar.MinimumSize = bar.Measure(paint) + Marks;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.RemoveTickGenerator();
        plot.Axes.Right.LockSize(Gap); // between plot and strip
    }

    /// <summary>A place on both axes; see <see cref="StillAxis.Near"/>.</summary>
    public Coordinates At(double x, double y) => new(X.Near(x), Y.Near(y));

    /// <summary>Pixels of a place.</summary>
    public Pixel PixelAt(double x, double y) => new(plot.Axes.Bottom.GetPixel(X.Near(x), Rect), plot.Axes.Left.GetPixel(Y.Near(y), Rect));

    /// <summary>Sets up the axes, once they have their ranges.</summary>
    /// <param name="width">Pixels that the panel will have, about.</param>
    /// <param name="height">The same, down.</param>
    /// <param name="paint">To measure labels with.</param>
    public void Prepare(double width, double height, Paint paint)
    {
        foreach (var panel in (IPanel[])[plot.Axes.Title, plot.Axes.Top])
        {
            panel.IsVisible = false;
        }
        (plot.FigureBackground.Color, plot.RenderManager.ClearCanvasBeforeEachRender) = (Colors.Transparent, false);
        var (bottom, left) = (plot.Axes.Bottom, plot.Axes.Left);
        (bottom.Min, bottom.Max) = X.Range;
        (left.Min, left.Max) = Y.Range;
        (bottom.IsVisible, left.IsVisible) = (X.IsVisible, Y.IsVisible);
        var ticks = Style(bottom, X.Settings.Text("title.text"), StillTicks.Of(X, width, FontSize * 6));
        Style(left, Y.Settings.Text("title.text"), StillTicks.Of(Y, height, FontSize * 3.4));
        left.MinimumSize = left.IsVisible ? left.Measure(paint) + Marks : 0;
        plot.Axes.Right.IsVisible = plot.Axes.Right.MinimumSize > 0;
        Turn(bottom, ticks, width / Math.Abs(X.Range.To - X.Range.From), paint);
        (plot.Grid.XAxisStyle.IsVisible, plot.Grid.YAxisStyle.IsVisible) = (IsRuled(X), IsRuled(Y));
        plot.Grid.MajorLineColor = Grid;
        AddZero(Y, plot.Add.HorizontalLine(0, 1, Grid));
        AddZero(X, plot.Add.VerticalLine(0, 1, Grid));
    }

    /// <summary>Pixels that axes and colour bars need around it.</summary>
    public PixelPadding Measure(PixelSize size, Paint paint)
    {
        var layout = new ScottPlot.LayoutEngines.Automatic().GetLayout(new PixelRect(size), plot, paint);
        return new(layout.DataRect.Left, size.Width - layout.DataRect.Right, size.Height - layout.DataRect.Bottom, layout.DataRect.Top);
    }

    /// <param name="canvas">Of the whole picture.</param>
    /// <param name="picture">Its size.</param>
    public void Render(SKCanvas canvas, PixelRect picture)
    {
        plot.Layout.Fixed(Rect);
        // Step by step: ScottPlot's own loop draws everything twice, and relies on clearing the canvas in between.
        using var pack = new RenderPack(plot, picture, canvas);
        foreach (var action in plot.RenderManager.RenderActions)
        {
            pack.CanvasState.Save();
            action.Render(pack);
            pack.CanvasState.RestoreAll();
        }
    }

    public void Dispose() => plot.Dispose();

    private static bool IsRuled(StillAxis axis) => axis is { IsVisible: true, HasGrid: true } && (axis.Settings.Flag("showgrid") ?? true);

    private void AddZero(StillAxis axis, ScottPlot.Plottables.AxisLine line)
    {
        line.IsVisible = axis is { IsVisible: true, IsLog: false, Categories.Count: 0 } && (axis.Settings.Flag("zeroline") ?? true) && Math.Min(axis.Range.From, axis.Range.To) < 0 && Math.Max(axis.Range.From, axis.Range.To) > 0;
        plot.MoveToBottom(line);
    }

    private Tick[] Style(IAxis axis, string? title, IEnumerable<Tick> ticks)
    {
        Tick[] shown = [.. ticks.Select(tick => new Tick(tick.Position, Text.Of(tick.Label)))];
        axis.Label.Text = Text.Of(title ?? "");
        StillText.Apply(axis.Label, TitleSize);
        StillText.Apply(axis.TickLabelStyle, FontSize);
        axis.TickGenerator = new NumericManual(shown);
        axis.MajorTickStyle.Color = axis.FrameLineStyle.Color = StillText.Grey;
        return shown;
    }

    // Names that would lie on each other are turned, and need room below the axis.
    private static void Turn(IXAxis axis, IReadOnlyList<Tick> ticks, double pixelsAUnit, Paint paint)
    {
        var widest = ticks.Select(tick => axis.TickLabelStyle.Measure(tick.Label, paint).Width).DefaultIfEmpty(0).Max();
        var nearest = ticks.Zip(ticks.Skip(1), static (one, next) => Math.Abs(next.Position - one.Position)).DefaultIfEmpty(double.PositiveInfinity).Min();
        if (widest + 4 > nearest * pixelsAUnit)
        {
            (axis.TickLabelStyle.Rotation, axis.TickLabelStyle.Alignment) = (-Angle, Alignment.MiddleRight);
            axis.MinimumSize = axis.Measure(paint) + (widest * (float)Math.Sin(Angle * Math.PI / 180));
        }
    }
}
