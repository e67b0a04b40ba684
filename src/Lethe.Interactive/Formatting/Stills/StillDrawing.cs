using System.Text.Json;
using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Lays a figure out and draws it: its panels, and around them title, legend, notes and pictures.</summary>
internal sealed class StillDrawing
{
    // Pixels: around what stands at the picture's edge, beside the legend, between a note and its place, for the name of a slider's state.
    private const float Edge = 4,
        Gap = 12,
        Near = 3,
        State = 28;

    // And a mark of the legend, with what parts it from its name.
    private const float Sample = 25;

    private readonly StillFigure figure;
    private readonly PixelRect size;
    private readonly PixelRect plot;
    private readonly float legendAt;

    public StillDrawing(StillFigure figure, float width, float height)
    {
        (this.figure, size) = (figure, new(width, height));
        foreach (var panel in figure.Panels)
        {
            panel.Prepare(new((float)Share(panel.X) * (width - 120), (float)Share(panel.Y) * (height - 100)), figure.Paint);
        }
        var needed = figure.Panels.Select(panel => (panel.X, panel.Y, Padding: panel.Measure(size.Size, figure.Paint))).ToList();
        // Only the outermost need room around the plot.
        var left = needed.Max(static panel => panel.X.Domain.From < 0.02 ? panel.Padding.Left : 0) + Edge;
        var right = needed.Max(static panel => panel.X.Domain.To > 0.98 ? panel.Padding.Right : 0);
        var bottom = needed.Max(static panel => panel.Y.Domain.From < 0.02 ? panel.Padding.Bottom : 0) + (Slider is null ? Edge : State);
        var names = figure.Legend.Select(item => item.LabelStyle.Measure(item.LabelText, figure.Paint).Width).ToList();
        var legend = names.Count == 0 ? 0 : names.Max() + Sample + (2 * Gap);
        plot = new(
            Math.Max(left, Margin("l", 60)),
            Math.Max(width / 4, width - Math.Max(right + legend, Margin("r", 20))),
            Math.Max(height / 2, height - Math.Max(bottom, Margin("b", 50))),
            Math.Min(height / 4, Margin("t", Title.Length > 0 ? 48 : 26))
        );
        legendAt = plot.Right + right + Gap;
        foreach (var panel in figure.Panels)
        {
            panel.Rect = Place(panel);
        }
    }

    /// <summary>Above the plot; empty if there is none.</summary>
    public string Title => figure.Layout.Text("title.text") ?? "";

    private JsonElement? Slider => figure.Layout.Items("sliders") is [var slider, ..] && slider.Items("steps").Count > 0 ? slider : null;

    public void Draw(SKCanvas canvas)
    {
        Ground(canvas, size, "paper_bgcolor");
        Ground(canvas, plot, "plot_bgcolor");
        Images(canvas, isBelow: true);
        foreach (var panel in figure.Panels)
        {
            panel.Render(canvas, size);
        }
        Images(canvas, isBelow: false);
        foreach (var note in Shown("annotations"))
        {
            Note(canvas, note);
        }
        Legend(canvas);
        Write(canvas, Title, new(plot.Left, plot.Top / 2), Alignment.MiddleLeft, 15);
        if (Slider is { } slider)
        {
            var (steps, active) = (slider.Items("steps"), (int)(slider.Number("active") ?? 0));
            var name = steps.ElementAtOrDefault(active).Text("label");
            var state = string.Create(CultureInfo.InvariantCulture, $"{name} ({active + 1} of {steps.Count})");
            Write(canvas, state, new(plot.HorizontalCenter, size.Bottom - (2 * Edge)), Alignment.LowerCenter);
        }
    }

    private static double Share(StillAxis axis) => axis.Domain.To - axis.Domain.From;

    private static float Shift(JsonElement item, string property, string start, string end) =>
        item.Text(property) is var anchor && anchor == start ? 0
        : anchor == end ? 1
        : 0.5f;

    private float Margin(string side, double usual) => (float)Math.Clamp(figure.Layout.Number($"margin.{side}") ?? usual, 0, 1000);

    // On a scale that it shares with the other axis, a unit is as long on both.
    private PixelRect Place(StillPanel panel)
    {
        var (across, up) = (panel.X.Domain, panel.Y.Domain);
        var rect = new PixelRect(
            plot.Left + (float)(across.From * plot.Width),
            plot.Left + (float)(across.To * plot.Width),
            plot.Bottom - (float)(up.From * plot.Height),
            plot.Bottom - (float)(up.To * plot.Height)
        );
        if (panel.X.Settings.Text("scaleanchor") is null && panel.Y.Settings.Text("scaleanchor") is null)
        {
            return rect;
        }
        var (columns, rows) = (Math.Abs(panel.X.Range.To - panel.X.Range.From), Math.Abs(panel.Y.Range.To - panel.Y.Range.From));
        var unit = Math.Min(rect.Width / columns, rect.Height / rows);
        var (width, height) = ((float)(unit * columns), (float)(unit * rows));
        return new(new Pixel(rect.HorizontalCenter - (width / 2), rect.VerticalCenter - (height / 2)), width, height);
    }

    private void Ground(SKCanvas canvas, PixelRect rect, string property) =>
        ScottPlot.Drawing.FillRectangle(
            canvas,
            rect,
            figure.Paint,
            new(StillColour.Parse(figure.Layout.Text(property)) ?? Colors.Transparent)
        );

    private void Write(SKCanvas canvas, string text, Pixel place, Alignment alignment, double size = 13) =>
        StillText.Style(size, alignment).Render(canvas, place, figure.Paint, figure.Text.Of(text));

    private IEnumerable<JsonElement> Shown(string list) => figure.Layout.Items(list).Where(static item => item.Flag("visible") ?? true);

    private void Images(SKCanvas canvas, bool isBelow)
    {
        foreach (var image in Shown("images").Where(image => image.Text("layer") == "below" == isBelow))
        {
            var source = image.Text("source") ?? "";
            if (!source.StartsWith("data:image/", StringComparison.Ordinal) || image.Text("sizing") != "stretch")
            {
                throw new FormatException("A picture of this kind is not known.");
            }
            var (x, y) = (image.At("x").Value(), image.At("y").Value());
            var (from, to) = (At(image, x, y), At(image, x + image.At("sizex").Value(), y - image.At("sizey").Value()));
            var height = Math.Abs(to.Y - from.Y);
            figure.Bitmaps.Draw(canvas, SKRect.Create(from.X, from.Y, to.X - from.X, height), source);
        }
    }

    private void Note(SKCanvas canvas, JsonElement note)
    {
        if (note.Flag("showarrow") ?? true)
        {
            throw new FormatException("A note with an arrow is not known.");
        }
        var (across, down) = (Shift(note, "xanchor", "left", "right"), Shift(note, "yanchor", "top", "bottom"));
        var place = At(note, note.At("x").Value(), note.At("y").Value());
        var alignment = AlignmentExtensions.AlignmentMatrix[(int)(2 * down), (int)(2 * across)];
        Write(canvas, note.Text("text") ?? "", new(place.X, place.Y + ((1 - (2 * down)) * Near)), alignment);
    }

    // A place on axes or on the paper, which to plotly is the plot.
    private Pixel At(JsonElement item, double x, double y)
    {
        var panel = figure.Panels.FirstOrDefault(panel => panel.X.Id == item.Text("xref") && panel.Y.Id == item.Text("yref"));
        if (panel is null && (item.Text("xref") != "paper" || item.Text("yref") != "paper"))
        {
            throw new FormatException("A place between axes is not known.");
        }
        return panel?.At(x, y) ?? new(plot.Left + (float)(x * plot.Width), plot.Bottom - (float)(y * plot.Height));
    }

    private void Legend(SKCanvas canvas)
    {
        using var owner = new Plot();
        var legend = new Legend(owner)
        {
            ManualItems = figure.Legend,
            BackgroundColor = Colors.Transparent,
            ShadowColor = Colors.Transparent,
            OutlineWidth = 0,
            Padding = new(0, 0),
            InterItemPadding = new(8, 12, 3, 3),
        };
        legend.Render(canvas, figure.Paint, new(legendAt, size.Right + 1000, size.Bottom, plot.Top), Alignment.UpperLeft);
    }
}
