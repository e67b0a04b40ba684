using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A remark of the layout, with or without an arrow.</summary>
internal static class AnnotationDrawing
{
    private const double Padding = 2;

    public static void Draw(SvgCanvas canvas, Placement placement, JsonElement note, TextStyle figureFont)
    {
        var (x, y) = (placement.X(note, "x") + (note.Number("xshift") ?? 0), placement.Y(note, "y") - (note.Number("yshift") ?? 0));
        if (!double.IsFinite(x + y) || note.Flag("visible") == false)
        {
            return;
        }
        var (font, text, angle) = (figureFont.With(note.At("font")), note.Text("text") ?? "", note.Number("textangle") ?? 0);
        var (width, height) = (LabelText.Width(text, font.Size) + (2 * Padding), LabelText.Height(text, font.Size) + (2 * Padding));
        var (left, top) = (x, y);
        if (note.Flag("showarrow") ?? true)
        {
            (left, top) = (x + (note.Number("ax") ?? -10), y + (note.Number("ay") ?? -30));
            Arrow(canvas, (left, top), (x, y), Colour.Parse(note.Text("arrowcolor")) ?? font.Colour, note.Number("arrowwidth") ?? 1);
        }
        // Without an arrow, plotly turns the text towards the middle of the paper.
        var (fromLeft, fromBottom) = (note.Text("xref") == "paper" ? note.Number("x") ?? 0.5 : 0.5, note.Text("yref") == "paper" ? note.Number("y") ?? 0.5 : 0.5);
        left -= width * (note.Text("xanchor") switch { "left" => 0, "center" => 0.5, "right" => 1, _ => fromLeft < 1 / 3.0 ? 0 : fromLeft > 2 / 3.0 ? 1 : 0.5 });
        top -= height * (note.Text("yanchor") switch { "top" => 0, "middle" => 0.5, "bottom" => 1, _ => fromBottom < 1 / 3.0 ? 1 : fromBottom > 2 / 3.0 ? 0 : 0.5 });
        var box = new Box(left, top, width, height);
        if (angle == 0 && Colour.Parse(note.Text("bgcolor")) is { IsVisible: true } ground)
        {
            canvas.Rectangle(box, new(ground, Colour.Parse(note.Text("bordercolor")), note.Number("borderwidth") ?? 1));
        }
        var (align, along) = note.Text("align") switch { "left" => ("start", box.Left + Padding), "right" => ("end", box.Right - Padding), _ => ("middle", box.Left + (box.Width / 2)) };
        if (angle != 0)
        {
            var middle = (X: box.Left + (box.Width / 2), Y: box.Top + (box.Height / 2));
            var turn = angle * Math.PI / 180;
            canvas.Text(middle.X - (Math.Sin(turn) * font.Size * 0.35), middle.Y + (Math.Cos(turn) * font.Size * 0.35), text, font with { Anchor = "middle", Angle = angle });
            return;
        }
        canvas.Text(along, box.Top + Padding + (font.Size * 1.05), text, font with { Anchor = align });
    }

    private static void Arrow(SvgCanvas canvas, (double X, double Y) from, (double X, double Y) to, Colour colour, double width)
    {
        var angle = Math.Atan2(to.Y - from.Y, to.X - from.X);
        canvas.Line(from.X, from.Y, to.X, to.Y, new(null, colour, width));
        var (left, right) = (angle + 2.7, angle - 2.7);
        canvas.Path($"M{SvgCanvas.Number(to.X + (7 * Math.Cos(left)))},{SvgCanvas.Number(to.Y + (7 * Math.Sin(left)))}L{SvgCanvas.Number(to.X)},{SvgCanvas.Number(to.Y)}L{SvgCanvas.Number(to.X + (7 * Math.Cos(right)))},{SvgCanvas.Number(to.Y + (7 * Math.Sin(right)))}", new(null, colour, width));
    }
}
