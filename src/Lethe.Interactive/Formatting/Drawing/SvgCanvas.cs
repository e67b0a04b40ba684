using System.Globalization;
using System.Net;
using System.Text;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>
/// Writes SVG: coordinates to a tenth of a pixel, no identifiers, no style sheet. Nothing in it can clash with the page it is put in, and nothing depends on it.
/// </summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder svg = new();

    /// <summary>To a tenth, in any culture with a point.</summary>
    public static string Number(double value) => (Math.Round(value, 1) is var rounded && rounded == 0 ? 0 : rounded).ToString("0.#", CultureInfo.InvariantCulture);

    public static string Escape(string text) => WebUtility.HtmlEncode(new string([.. text.Select(static c => System.Xml.XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : ' ')]));

    public void Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        svg.Append('>');
    }

    public void Close(string name) => svg.Append("</").Append(name).Append('>');

    public void Line(double x1, double y1, double x2, double y2, Paint paint) => Path($"M{Number(x1)},{Number(y1)}L{Number(x2)},{Number(y2)}", paint);

    public void Rectangle(Box box, Paint paint) =>
        Element("rect", ("x", Number(box.Left)), ("y", Number(box.Top)), ("width", Number(box.Width)), ("height", Number(box.Height)), paint);

    public void Path(string data, Paint paint) => Element("path", ("d", data), default, default, default, paint);

    public void Circle(double x, double y, double radius, Paint paint) => Element("circle", ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)), default, paint);

    /// <param name="x">Where the text is anchored.</param>
    /// <param name="y">The base line of the first line.</param>
    /// <param name="text">With plotly's marks in it.</param>
    /// <param name="font">Size, colour, angle and the like.</param>
    public void Text(double x, double y, string text, TextStyle font)
    {
        var lines = LabelText.Lines(text);
        Start("text",
            [("x", Number(x)), ("y", Number(y)), ("font-size", Number(font.Size)), ("fill", font.Colour.Hex), ("fill-opacity", Share(font.Colour.Alpha)),
            ("text-anchor", font.Anchor == "start" ? null : font.Anchor), ("transform", font.Angle == 0 ? null : $"rotate({Number(font.Angle)} {Number(x)} {Number(y)})")]);
        svg.Append('>');
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines.Count > 1)
            {
                Open("tspan", ("x", Number(x)), ("dy", i == 0 ? null : Number(font.Size * LabelText.LineHeight)));
            }
            foreach (var run in lines[i])
            {
                if (run.IsPlain)
                {
                    svg.Append(Escape(run.Text));
                    continue;
                }
                Open("tspan", ("font-weight", run.IsBold ? "bold" : null), ("font-style", run.IsItalic ? "italic" : null), ("baseline-shift", run.Shift), ("font-size", run.Shift is null ? null : Number(font.Size * 0.7)));
                svg.Append(Escape(run.Text));
                Close("tspan");
            }
            if (lines.Count > 1)
            {
                Close("tspan");
            }
        }
        Close("text");
    }

    /// <param name="box">Where it is drawn, stretched.</param>
    /// <param name="address">A data URI.</param>
    /// <param name="isPixelated">Pixels keep their edges.</param>
    /// <param name="opacity">0..1.</param>
    public void Image(Box box, string address, bool isPixelated = false, double opacity = 1)
    {
        Start("image",
            [("x", Number(box.Left)), ("y", Number(box.Top)), ("width", Number(box.Width)), ("height", Number(box.Height)), ("preserveAspectRatio", "none"),
            ("image-rendering", isPixelated ? "pixelated" : null), ("opacity", Share(opacity)), ("href", address)]);
        svg.Append("/>");
    }

    public override string ToString() => svg.ToString();

    private void Element(string name, (string, string?) a, (string, string?) b, (string, string?) c, (string, string?) d, Paint paint)
    {
        Start(name,
            [a, b, c, d, ("fill", paint.Fill?.Hex ?? "none"), ("fill-opacity", Share(paint.Fill?.Alpha ?? 1)), ("stroke", paint.Stroke?.Hex),
            ("stroke-opacity", Share(paint.Stroke?.Alpha ?? 1)), ("stroke-width", paint.Stroke is null || paint.Width == 1 ? null : Number(paint.Width)), ("stroke-dasharray", paint.Dash)]);
        svg.Append("/>");
    }

    private void Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        svg.Append('<').Append(name);
        foreach (var (key, value) in attributes)
        {
            if (value is not null && key is not null)
            {
                svg.Append(' ').Append(key).Append("=\"").Append(Escape(value)).Append('"');
            }
        }
    }

    // Opaque is what every form is without being told.
    private static string? Share(double alpha) => alpha >= 1 ? null : alpha.ToString("0.##", CultureInfo.InvariantCulture);
}
