using System.Globalization;
using System.Text.Json.Nodes;
using Lethe.Interactive.Formatting.Drawing;

namespace Lethe.Interactive.Formatting;

/// <summary>
/// A figure of plotly as a still picture, for viewers that run no script: SVG with nothing outside itself, on a transparent ground. Of a chart with a slider, its first state.
/// </summary>
public static class StaticImage
{
    /// <summary>Pixels across, unless the figure says otherwise: the width of a page of text.</summary>
    public const int Width = 800;

    /// <summary>Draws bars, lines, points and heat maps with axes, legend, shapes, notes and images.</summary>
    /// <param name="figure">With <c>data</c> and <c>layout</c>.</param>
    /// <returns>Null if there is something in the figure that this does not know: another kind of trace, dates, a free path.</returns>
    public static string? Svg(JsonObject figure)
    {
        if (Figure.Read(figure) is not { } read || !read.Layout.Items("shapes").All(ShapeDrawing.IsKnown) || !read.Layout.Items("images").All(ImageDrawing.IsKnown))
        {
            return null;
        }
        var (width, height) = (Math.Clamp(read.Layout.Number("width") ?? Width, 100, 4000), Math.Clamp(read.Layout.Number("height") ?? 450, 60, 4000));
        var title = read.Layout.Text("title.text") ?? "";
        var area = new PlotArea(read, width, height);
        var canvas = new SvgCanvas();
        canvas.Open("svg",
            ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {SvgCanvas.Number(width)} {SvgCanvas.Number(height)}"), ("width", SvgCanvas.Number(width)), ("height", SvgCanvas.Number(height)),
            ("role", "img"), ("aria-label", string.Join(' ', LabelText.Lines(title.Length > 0 ? title : "chart").Select(static line => string.Concat(line.Select(static run => run.Text))))), ("font-family", "sans-serif"));
        Draw(canvas, read, area);
        DrawTitle(canvas, read, area, title);
        canvas.Close("svg");
        return canvas.ToString();
    }

    private static void Draw(SvgCanvas canvas, Figure figure, PlotArea area)
    {
        var placement = new Placement(figure, area.Plot);
        foreach (var ground in (string[])["paper_bgcolor", "plot_bgcolor"])
        {
            if (Colour.Parse(figure.Layout.Text(ground)) is { IsVisible: true } colour)
            {
                canvas.Rectangle(ground[1] == 'a' ? area.Size : area.Plot, new(colour));
            }
        }
        Things(isBelow: true);
        foreach (var axis in area.Axes)
        {
            axis.DrawGrid(canvas, area.Plot);
        }
        TraceSequence.Draw(canvas, figure.Traces);
        Things(isBelow: false);
        foreach (var axis in area.Axes)
        {
            axis.DrawLabels(canvas, area.Edge(axis.Axis));
        }
        var right = area.Plot.Right + area.Labels.Right;
        foreach (var bar in area.ColourBars)
        {
            bar.Draw(canvas, area.Plot with { Width = right - area.Plot.Left }, figure.Font);
            right += bar.Room(figure.Font);
        }
        area.Legend.Draw(canvas, area.Plot, right, area.Plot.Bottom + area.Labels.Bottom);
        if (figure.Layout.Items("sliders") is [var slider, ..])
        {
            var (steps, active) = (slider.Items("steps"), (int)(slider.Number("active") ?? 0));
            var state = active >= 0 && active < steps.Count ? string.Create(CultureInfo.InvariantCulture, $"{steps[active].Text("label")} ({active + 1} of {steps.Count})") : "";
            canvas.Text(area.Plot.Left + (area.Plot.Width / 2), area.Size.Height - 12, state, figure.Font with { Anchor = "middle" });
        }
        foreach (var note in figure.Layout.Items("annotations"))
        {
            AnnotationDrawing.Draw(canvas, placement, note, figure.Font);
        }

        void Things(bool isBelow)
        {
            foreach (var image in figure.Layout.Items("images").Where(image => image.Text("layer") == "below" == isBelow))
            {
                ImageDrawing.Draw(canvas, placement, image);
            }
            foreach (var shape in figure.Layout.Items("shapes").Where(shape => shape.Text("layer") is "below" or "between" == isBelow))
            {
                ShapeDrawing.Draw(canvas, placement, area.Plot, shape);
            }
        }
    }

    // In the middle of the room above the plot, wherever plotly would begin it.
    private static void DrawTitle(SvgCanvas canvas, Figure figure, PlotArea area, string title)
    {
        if (title.Length == 0)
        {
            return;
        }
        var settings = figure.Layout.At("title");
        var font = (figure.Font with { Size = 17 }).With(settings.At("font"));
        var (frame, share) = (settings.Text("xref") == "paper" ? area.Plot : area.Size, settings.Number("x") ?? 0.5);
        var anchor = settings.Text("xanchor") switch { "left" => "start", "right" => "end", "center" => "middle", _ => share < 1 / 3.0 ? "start" : share > 2 / 3.0 ? "end" : "middle" };
        var room = Math.Min(area.Plot.Top, figure.Layout.Number("margin.t") ?? 100);
        canvas.Text(frame.Left + (share * frame.Width), ((room - LabelText.Height(title, font.Size)) / 2) + font.Size, title, font with { Anchor = anchor });
    }
}
