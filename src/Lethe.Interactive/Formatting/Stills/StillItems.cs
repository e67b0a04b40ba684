using System.Text.Json;
using ScottPlot;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>What a layout places on axes or on the paper: pictures, shapes, and notes.</summary>
/// <param name="figure">Laid out.</param>
/// <param name="plot">What plotly calls the paper.</param>
/// <param name="paint">To draw with.</param>
internal sealed class StillItems(StillFigure figure, PixelRect plot, Paint paint)
{
    // Pixels between a note and its place.
    private const float Gap = 3;

    private const string Embedded = ";base64,";

    /// <summary>Whether all of them can be drawn: no path, and no picture from elsewhere.</summary>
    public static bool AreKnown(JsonElement layout) =>
        layout.Items("shapes").All(static shape => shape.Text("type") is null or "rect" or "line" or "circle")
        && layout.Items("images").All(static image => Picture(image) is not null);

    /// <param name="canvas">To draw on.</param>
    /// <param name="isBelow">Those under the traces, or the others.</param>
    public void Draw(SKCanvas canvas, bool isBelow)
    {
        foreach (var image in Shown("images").Where(image => image.Text("layer") == "below" == isBelow))
        {
            DrawImage(canvas, image);
        }
        foreach (var shape in Shown("shapes").Where(shape => shape.Text("layer") is "below" or "between" == isBelow))
        {
            DrawShape(canvas, shape);
        }
        foreach (var note in isBelow ? [] : Shown("annotations"))
        {
            DrawNote(canvas, note);
        }
    }

    private IEnumerable<JsonElement> Shown(string list) => figure.Layout.Items(list).Where(static item => item.Flag("visible") != false);

    private void DrawImage(SKCanvas canvas, JsonElement image)
    {
        var (x, y) = (X(image, "x", "paper"), Y(image, "y", "paper"));
        var (width, height) = (Length(image, "sizex", "xref", plot.Width), Length(image, "sizey", "yref", plot.Height));
        if (!float.IsFinite(x + y + width + height) || width <= 0 || height <= 0)
        {
            return;
        }
        var (left, top) = (x - (width * Share(image, "xanchor", "left", "right")), y - (height * Share(image, "yanchor", "top", "bottom")));
        if (image.Text("sizing") is null or "contain" && SKBitmap.DecodeBounds(Picture(image)) is { Width: > 0, Height: > 0 } picture)
        {
            var scale = Math.Min(width / picture.Width, height / picture.Height);
            (left, top) = (left + ((width - (picture.Width * scale)) * Share(image, "xanchor", "left", "right")), top + ((height - (picture.Height * scale)) * Share(image, "yanchor", "top", "bottom")));
            (width, height) = (picture.Width * scale, picture.Height * scale);
        }
        figure.Bitmaps.Draw(canvas, SKRect.Create(left, top, width, height), new(image.Text("source")!, Opacity: image.Number("opacity") ?? 1));
    }

    private void DrawShape(SKCanvas canvas, JsonElement shape)
    {
        var (from, to) = (new Pixel(X(shape, "x0", "x"), Y(shape, "y0", "y")), new Pixel(X(shape, "x1", "x"), Y(shape, "y1", "y")));
        if (!float.IsFinite(from.X + from.Y + to.X + to.Y))
        {
            return;
        }
        var opacity = shape.Number("opacity") ?? 1;
        var fill = new FillStyle((PlotlyColour.Parse(shape.Text("fillcolor")) ?? Colors.Transparent).Faded(opacity));
        var line = new LineStyle { Color = (PlotlyColour.Parse(shape.Text("line.color")) ?? StillText.Grey).Faded(opacity), Width = (float)(shape.Number("line.width") ?? 2), Pattern = shape.Text("line.dash") is null or "solid" ? LinePattern.Solid : LinePattern.Dashed };
        var rect = new PixelRect(Math.Min(from.X, to.X), Math.Max(from.X, to.X), Math.Max(from.Y, to.Y), Math.Min(from.Y, to.Y));
        switch (shape.Text("type"))
        {
            case "line":
                ScottPlot.Drawing.DrawLine(canvas, paint, from, to, line);
                break;
            case "circle":
                ScottPlot.Drawing.FillOval(canvas, paint, fill, rect);
                ScottPlot.Drawing.DrawOval(canvas, paint, line, rect);
                break;
            default:
                ScottPlot.Drawing.FillRectangle(canvas, rect, paint, fill);
                ScottPlot.Drawing.DrawRectangle(canvas, rect, paint, line);
                break;
        }
    }

    private void DrawNote(SKCanvas canvas, JsonElement note)
    {
        var target = new Pixel(X(note, "x", "x") + (float)(note.Number("xshift") ?? 0), Y(note, "y", "y") - (float)(note.Number("yshift") ?? 0));
        if (!float.IsFinite(target.X + target.Y))
        {
            return;
        }
        var style = StillText.Style(note.Number("font.size") ?? 13, colour: PlotlyColour.Parse(note.Text("font.color")));
        (style.Rotation, style.BackgroundColor) = ((float)(note.Number("textangle") ?? 0), PlotlyColour.Parse(note.Text("bgcolor")) ?? Colors.Transparent);
        var place = target;
        if (note.Flag("showarrow") ?? true)
        {
            place = new(target.X + (float)(note.Number("ax") ?? -10), target.Y + (float)(note.Number("ay") ?? -30));
            ScottPlot.Drawing.DrawLine(canvas, paint, place, target, PlotlyColour.Parse(note.Text("arrowcolor")) ?? style.ForeColor);
        }
        // plotly's choice where nothing is said: on the paper towards its middle, elsewhere around the place.
        var across = note.Text("xanchor") is null or "auto" && note.Text("xref") == "paper" ? note.Number("x") ?? 0.5 : Share(note, "xanchor", "left", "right", 0.5);
        var down = note.Text("yanchor") is null or "auto" && note.Text("yref") == "paper" ? 1 - (note.Number("y") ?? 0.5) : Share(note, "yanchor", "top", "bottom", 0.5);
        style.Alignment = AlignmentExtensions.AlignmentMatrix[Third(down), Third(across)];
        style.Render(canvas, new(place.X, place.Y + ((1 - Third(down)) * Gap)), paint, figure.Text.Of(note.Text("text") ?? ""));
    }

    private static int Third(double share) => share < 1 / 3.0 ? 0 : share > 2 / 3.0 ? 2 : 1;

    // How much of it lies before its place.
    private static float Share(JsonElement item, string property, string start, string end, double usual = 0) =>
        item.Text(property) is var anchor && anchor == start ? 0 : anchor == end ? 1 : anchor is "center" or "middle" ? 0.5f : (float)usual;

    private float X(JsonElement item, string property, string usual) => At(item.At(property), item.Text("xref") ?? usual, plot.Left, plot.Right);

    private float Y(JsonElement item, string property, string usual) => At(item.At(property), item.Text("yref") ?? usual, plot.Bottom, plot.Top);

    // NaN if there is no such place.
    private float At(JsonElement value, string reference, float from, float to)
    {
        if (figure.PanelOf(reference) is not { } panel)
        {
            return reference == "paper" ? from + (float)(Math.Clamp(value.Value(), -10, 10) * (to - from)) : float.NaN;
        }
        var isX = reference[0] == 'x';
        if (reference.EndsWith(" domain", StringComparison.Ordinal))
        {
            return isX ? panel.Rect.Left + (float)(value.Value() * panel.Rect.Width) : panel.Rect.Bottom - (float)(value.Value() * panel.Rect.Height);
        }
        return isX ? panel.PixelAt(panel.X.Place(value), 0).X : panel.PixelAt(0, panel.Y.Place(value)).Y;
    }

    private float Length(JsonElement item, string property, string reference, float paper)
    {
        var length = Math.Abs(item.Number(property) ?? 0);
        if (figure.PanelOf(item.Text(reference) ?? "paper") is not { } panel)
        {
            return (float)(length * paper);
        }
        var (axis, pixels) = reference == "xref" ? (panel.X, panel.Rect.Width) : (panel.Y, panel.Rect.Height);
        return (float)(length * pixels / Math.Abs(axis.Range.To - axis.Range.From));
    }

    private static byte[]? Picture(JsonElement image)
    {
        var source = image.Text("source") ?? "";
        var bytes = new byte[source.Length];
        return source.StartsWith("data:image/", StringComparison.Ordinal) && source.IndexOf(Embedded, StringComparison.Ordinal) is > 0 and var start
            && Convert.TryFromBase64String(source[(start + Embedded.Length)..], bytes, out var count) ? bytes[..count] : null;
    }
}
