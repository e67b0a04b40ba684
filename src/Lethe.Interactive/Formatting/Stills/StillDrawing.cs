using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Lays a figure out and draws it: panels, and around them title, legend, notes, shapes, pictures.</summary>
internal sealed class StillDrawing : IDisposable
{
    private const float FontSize = 13, TitleSize = 15;

    // Pixels: around what stands at the picture's edge, and for the name of a slider's state.
    private const float Edge = 4, State = 28;

    private readonly StillFigure figure;
    private readonly PixelRect size;
    private readonly Paint paint = Paint.NewDisposablePaint();
    private readonly StillLegend legend;
    private PixelRect plot;
    private PixelPadding labels;

    /// <param name="figure">To draw.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public StillDrawing(StillFigure figure, float width, float height)
    {
        (this.figure, size, legend) = (figure, new PixelRect(width, height), new(figure));
        foreach (var trace in figure.Traces)
        {
            trace.Draw();
        }
        Arrange();
    }

    public void Draw(SKCanvas canvas)
    {
        Fill(canvas, size, "paper_bgcolor");
        Fill(canvas, plot, "plot_bgcolor");
        var items = new StillItems(figure, plot, paint);
        items.Draw(canvas, isBelow: true);
        foreach (var panel in figure.Panels)
        {
            panel.Render(canvas, size);
        }
        items.Draw(canvas, isBelow: false);
        legend.Draw(canvas, plot, plot.Right + labels.Right, plot.Bottom + labels.Bottom, paint);
        DrawTitle(canvas);
        if (figure.Layout.Items("sliders") is [var slider, ..] && slider.Items("steps") is { Count: > 0 } steps)
        {
            var active = Math.Clamp((int)(slider.Number("active") ?? 0), 0, steps.Count - 1);
            var state = string.Create(CultureInfo.InvariantCulture, $"{steps[active].Text("label")} ({active + 1} of {steps.Count})");
            StillText.Style(FontSize, Alignment.LowerCenter).Render(canvas, new(plot.HorizontalCenter, size.Bottom - (2 * Edge)), paint, figure.Text.Of(state));
        }
    }

    public void Dispose()
    {
        legend.Dispose();
        paint.Dispose();
    }

    // What axes and legend need around the plot depends on its size, and the other way round: measured once with the whole picture.
    private void Arrange()
    {
        foreach (var panel in figure.Panels)
        {
            panel.Prepare(Share(panel.X) * (size.Width - 120), Share(panel.Y) * (size.Height - 100), paint);
        }
        var needed = figure.Panels.Select(panel => (Panel: panel, Padding: panel.Measure(size.Size, paint))).ToList();
        float Most(Func<StillPanel, bool> isAtEdge, Func<PixelPadding, float> of) => needed.Where(each => isAtEdge(each.Panel)).Select(each => of(each.Padding)).DefaultIfEmpty(0).Max();
        labels = new(
            Most(static panel => panel.X.Domain.From < 0.02, static padding => padding.Left), Most(static panel => panel.X.Domain.To > 0.98, static padding => padding.Right),
            Most(static panel => panel.Y.Domain.From < 0.02, static padding => padding.Bottom), Most(static panel => panel.Y.Domain.To > 0.98, static padding => padding.Top));
        var (right, below, above) = legend.Measure(size.Size, paint);
        var state = figure.Layout.Items("sliders").Count > 0 ? State : 0;
        plot = Inside(
            Math.Max(Margin("l", 60), labels.Left + Edge), Math.Max(Margin("r", 20), labels.Right + right + Edge),
            Math.Max(Margin("b", 50), labels.Bottom + below + Edge + state), Math.Max(Margin("t", Title.Length > 0 ? 48 : 26), labels.Top + above + Edge));
        foreach (var panel in figure.Panels)
        {
            var (across, up) = (panel.X.Domain, panel.Y.Domain);
            panel.Rect = Proportioned(panel, new(
                plot.Left + (float)(across.From * plot.Width), plot.Left + (float)(across.To * plot.Width),
                plot.Bottom - (float)(up.From * plot.Height), plot.Bottom - (float)(up.To * plot.Height)));
        }
    }

    private static double Share(StillAxis axis) => axis.Domain.To - axis.Domain.From;

    private float Margin(string side, double usual) => (float)Math.Clamp(figure.Layout.Number($"margin.{side}") ?? usual, 0, 1000);

    private PixelRect Inside(float left, float right, float below, float above) =>
        new(left, Math.Max(left + 20, size.Width - right), Math.Max(above + 20, size.Height - below), above);

    // A unit as long on one axis as on the other.
    private static PixelRect Proportioned(StillPanel panel, PixelRect rect)
    {
        if (panel.X.Settings.Text("scaleanchor") != panel.Y.Id && panel.Y.Settings.Text("scaleanchor") != panel.X.Id)
        {
            return rect;
        }
        var (across, up) = (Math.Abs(panel.X.Range.To - panel.X.Range.From), Math.Abs(panel.Y.Range.To - panel.Y.Range.From));
        var unit = Math.Min(rect.Width / across, rect.Height / up);
        var (width, height) = ((float)(unit * across), (float)(unit * up));
        return new(new Pixel(rect.HorizontalCenter - (width / 2), rect.VerticalCenter - (height / 2)), width, height);
    }

    /// <summary>Above the plot; empty if there is none.</summary>
    public string Title => figure.Layout.Text("title.text") ?? figure.Layout.Text("title") ?? "";

    // In the middle of the room above the plot, wherever plotly would begin it.
    private void DrawTitle(SKCanvas canvas)
    {
        var style = StillText.Style(TitleSize, Alignment.MiddleLeft);
        var room = Math.Min(plot.Top, Margin("t", 48));
        style.Render(canvas, new(plot.Left, room / 2), paint, figure.Text.Of(Title));
    }

    private void Fill(SKCanvas canvas, PixelRect rect, string property)
    {
        if (PlotlyColour.Parse(figure.Layout.Text(property)) is { } colour)
        {
            ScottPlot.Drawing.FillRectangle(canvas, rect, paint, new(colour));
        }
    }
}
