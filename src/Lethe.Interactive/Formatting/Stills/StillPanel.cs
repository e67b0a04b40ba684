using ScottPlot;
using ScottPlot.Panels;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Two axes of a figure and what is drawn between them: a plot of ScottPlot's.</summary>
internal sealed class StillPanel(StillAxis x, StillAxis y, StillText text, StillBitmaps bitmaps) : IDisposable
{
    private const double FontSize = 13,
        TitleSize = 14;

    // Pixels: a colour bar's width, what parts it from the plot, and marks with their distance, which ScottPlot forgets to measure.
    private const int Strip = 14,
        Gap = 12,
        Marks = 9;

    // Marks of a colour bar.
    private const int Most = 6;

    // Degrees that long names are turned by.
    private const float Angle = 35;

    private static readonly Color Grid = new(128, 128, 128, 64);

    public Plot Plot { get; } = new();

    public StillAxis X { get; } = x;

    public StillAxis Y { get; } = y;

    public StillText Text { get; } = text;

    public StillBitmaps Bitmaps { get; } = bitmaps;

    /// <summary>Where it lies in the picture.</summary>
    public PixelRect Rect { get; set; }

    /// <summary>For markers: the cloud that was added last, unless something has been added since.</summary>
    public MarkerCloud Cloud()
    {
        if (Plot.PlottableList.LastOrDefault() is not MarkerCloud cloud)
        {
            Plot.PlottableList.Add(cloud = new(Bitmaps));
        }
        return cloud;
    }

    /// <summary>A strip beside the plot that says which value a colour is.</summary>
    public void AddColourBar(ColourMap map, string? title, Paint paint)
    {
        var bar = new ColorBar(map) { Width = Strip };
        Style(bar.Axis, title, StillAxis.Ticks(map.Low, map.High, Most));
        bar.MinimumSize = bar.Measure(paint) + Marks;
        Plot.Axes.AddPanel(bar);
        Plot.Axes.Right.LockSize(Gap);
    }

    /// <summary>Pixels across and down of a place.</summary>
    public Pixel At(double x, double y) => new(Plot.Axes.Bottom.GetPixel(x, Rect), Plot.Axes.Left.GetPixel(y, Rect));

    /// <summary>Sets up the axes, once they have their ranges.</summary>
    /// <param name="size">Pixels that the panel will have, about.</param>
    public void Prepare(PixelSize size, Paint paint)
    {
        (Plot.FigureBackground.Color, Plot.RenderManager.ClearCanvasBeforeEachRender) = (Colors.Transparent, false);
        var (bottom, left, right) = (Plot.Axes.Bottom, Plot.Axes.Left, Plot.Axes.Right);
        (Plot.Axes.Title.IsVisible, Plot.Axes.Top.IsVisible, right.IsVisible) = (false, false, right.MinimumSize > 0);
        right.RemoveTickGenerator();
        right.FrameLineStyle.IsVisible = false;
        (bottom.Min, bottom.Max, left.Min, left.Max) = (X.Range.From, X.Range.To, Y.Range.From, Y.Range.To);
        (bottom.IsVisible, left.IsVisible) = (X.IsVisible, Y.IsVisible);
        Style(bottom, X.Settings.Text("title.text"), X.Ticks(Text, size.Width / 78));
        Style(left, Y.Settings.Text("title.text"), Y.Ticks(Text, Math.Min(size.Height / 44, 9)));
        left.RegenerateTicks(size.Height, paint);
        left.MinimumSize = left.IsVisible ? left.Measure(paint) + Marks : 0;
        Turn(bottom, size.Width, paint);
        (Plot.Grid.XAxisStyle.IsVisible, Plot.Grid.YAxisStyle.IsVisible) = (IsRuled(X, "showgrid"), IsRuled(Y, "showgrid"));
        Plot.Grid.MajorLineColor = Grid;
        AddZero(Y, Plot.Add.HorizontalLine(0, 1, Grid));
        AddZero(X, Plot.Add.VerticalLine(0, 1, Grid));
    }

    /// <summary>Pixels that axes and colour bars need around it.</summary>
    public PixelPadding Measure(PixelSize size, Paint paint) =>
        new(size, new ScottPlot.LayoutEngines.Automatic().GetLayout(new PixelRect(size), Plot, paint).DataRect);

    public void Render(SKCanvas canvas, PixelRect picture)
    {
        Plot.Layout.Fixed(Rect);
        // Step by step: ScottPlot's own loop draws everything twice, and relies on clearing the canvas in between.
        using var pack = new RenderPack(Plot, picture, canvas);
        foreach (var action in Plot.RenderManager.RenderActions)
        {
            pack.CanvasState.Save();
            action.Render(pack);
            pack.CanvasState.RestoreAll();
        }
    }

    public void Dispose() => Plot.Dispose();

    private static bool IsRuled(StillAxis axis, string setting) =>
        axis is { IsVisible: true, HasGrid: true } && (axis.Settings.Flag(setting) ?? true);

    private void AddZero(StillAxis axis, ScottPlot.Plottables.AxisLine line)
    {
        line.IsVisible = IsRuled(axis, "zeroline") && axis is { IsLog: false, HasNames: false } && axis.Range.From * axis.Range.To < 0;
        Plot.MoveToBottom(line);
    }

    private void Style(IAxis axis, string? title, ITickGenerator ticks)
    {
        (axis.Label.Text, axis.TickGenerator) = (Text.Of(title), ticks);
        StillText.Apply(axis.Label, TitleSize);
        StillText.Apply(axis.TickLabelStyle, FontSize);
        axis.MajorTickStyle.Color = axis.FrameLineStyle.Color = StillText.Grey;
    }

    // Names that would lie on each other are turned, and need room below the axis.
    private static void Turn(IXAxis axis, float width, Paint paint)
    {
        axis.RegenerateTicks(width, paint);
        var ticks = axis.TickGenerator.Ticks;
        var widest = ticks.Select(tick => axis.TickLabelStyle.Measure(tick.Label, paint).Width).DefaultIfEmpty(0).Max();
        var nearest = ticks
            .Zip(ticks.Skip(1), static (one, next) => Math.Abs(next.Position - one.Position))
            .DefaultIfEmpty(double.MaxValue)
            .Min();
        if (widest + 4 > nearest * width / Math.Abs(axis.Max - axis.Min))
        {
            (axis.TickLabelStyle.Rotation, axis.TickLabelStyle.Alignment) = (-Angle, Alignment.MiddleRight);
            axis.MinimumSize = axis.Measure(paint) + (widest * (float)Math.Sin(Angle * Math.PI / 180));
        }
    }
}
