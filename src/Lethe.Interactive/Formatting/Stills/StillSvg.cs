using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>
/// Skia's SVG as a notebook keeps it: words as one piece in the reader's own font, numbers without the digits that nobody sees, and no ids,
/// because several pictures may stand on one page.
/// </summary>
/// <param name="root">As Skia has written it; it is changed.</param>
internal sealed partial class StillSvg(XElement root, StillFigure figure)
{
    // As wide as the font that was measured with, wherever there is one of them.
    private const string Fonts = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly XName Link = XName.Get("href", "http://www.w3.org/1999/xlink");

    // What holds without being said.
    private static readonly string[] Usual = ["stroke-miterlimit=\"4\"", "stroke-width=\"1\"", "font-size=\"13\"", "font-family=\"Arimo\""];

    /// <param name="title">What it is called by those who do not see it.</param>
    public string Tidy(string title)
    {
        All("text").ForEach(Join);
        All("use").ForEach(Place);
        Clip();
        root.Descendants().ToList().ForEach(Merge);
        foreach (var attribute in root.Descendants().Attributes().ToList())
        {
            Shorten(attribute);
        }
        var (width, height) = (root.Attribute("width")!.Value, root.Attribute("height")!.Value);
        var name = title.Length == 0 ? "chart" : figure.Text.Restore(figure.Text.Of(title)).ReplaceLineEndings(" ");
        root.ReplaceAttributes(
            Attributes(
                ("xmlns", Svg.NamespaceName),
                ("viewBox", $"0 0 {width} {height}"),
                ("width", width),
                ("height", height),
                ("role", "img"),
                ("aria-label", name),
                ("font-family", Fonts),
                ("font-size", "13")
            )
        );
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static IEnumerable<XAttribute> Attributes(params IEnumerable<(string Name, object Value)> attributes) =>
        attributes.Select(static attribute => new XAttribute(attribute.Name, attribute.Value));

    private static double[] Numbers(XElement element, string name) =>
        [
            .. Decimals()
                .Matches(element.Attribute(name)?.Value ?? "")
                .Select(static number => double.Parse(number.Value, CultureInfo.InvariantCulture)),
        ];

    private static double Number(XElement element, string name) => Numbers(element, name).FirstOrDefault();

    // Never "-0".
    private static string Round(double number, int digits) =>
        (Math.Round(number, digits) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    private List<XElement> All(string name) => [.. root.Descendants(Svg + name)];

    // Skia places every letter; the first is enough.
    private void Join(XElement word)
    {
        var (x, y) = (Number(word, "x"), Number(word, "y"));
        if (Matrix(word) is [1, 0, 0, 1, var across, var down])
        {
            (x, y) = (x + across, y + down);
            word.SetAttributeValue("transform", null);
        }
        word.SetAttributeValue("x", x);
        word.SetAttributeValue("y", y);
        word.Value = figure.Text.Restore(word.Value.Trim('\n', '\t'));
    }

    // A bitmap that is defined in one place and used in another.
    private void Place(XElement use)
    {
        var image = All("image").First(image => $"#{image.Attribute("id")?.Value}" == use.Attribute(Link)!.Value);
        var (width, height, matrix) = (Number(image, "width"), Number(image, "height"), Matrix(use));
        use.ReplaceWith(
            new XElement(
                Svg + "image",
                Attributes(
                    ("x", matrix[4]),
                    ("y", matrix[5]),
                    ("width", width * matrix[0]),
                    ("height", height * matrix[3]),
                    ("preserveAspectRatio", "none"),
                    ("href", figure.Bitmaps.Of((int)width, (int)height) ?? image.Attribute(Link)!.Value)
                )
            )
        );
        image.Parent!.Remove();
    }

    private static double[] Matrix(XElement element) =>
        Numbers(element, "transform") switch
        {
            [var across, var down] => [1, 0, 0, 1, across, down],
            { Length: 6 } matrix => matrix,
            _ => [1, 0, 0, 1, 0, 0],
        };

    // A picture within the picture clips as well, and needs no id; those that follow each other in one frame are one.
    private void Clip()
    {
        var frames = All("clipPath")
            .ToDictionary(static clip => $"url(#{clip.Attribute("id")!.Value})", static clip => clip.Elements().First());
        foreach (var group in All("g").Where(static group => group.Attribute("clip-path") is not null))
        {
            string[] sides = ["x", "y", "width", "height"];
            var frame = sides.Select(side => Round(Number(frames[group.Attribute("clip-path")!.Value], side), 1)).ToList();
            var box = string.Join(' ', frame);
            var before = group.ElementsBeforeSelf().LastOrDefault(static before => before.Name != Svg + "clipPath");
            if (before?.Attribute("viewBox")?.Value == box)
            {
                before.Add(group.Elements());
                group.Remove();
                continue;
            }
            group.Name = Svg + "svg";
            group.ReplaceAttributes(Attributes(sides.Zip<string, object>(frame)), Attributes(("viewBox", box)));
        }
        All("clipPath").ForEach(static clip => clip.Remove());
    }

    // The edge of a marker is drawn apart from its filling.
    private static void Merge(XElement element)
    {
        var form = Form(element);
        if (
            form.Length > 4
            && element.ElementsAfterSelf().FirstOrDefault() is { } edge
            && Form(edge) == form
            && edge.Attribute("fill")?.Value == "none"
        )
        {
            element.Add(edge.Attributes().Where(static one => one.Name.LocalName.StartsWith("stroke", StringComparison.Ordinal)));
            edge.Remove();
        }

        static string Form(XElement element) =>
            string.Join(' ', ((string[])["d", "cx", "cy", "rx", "ry"]).Select(name => element.Attribute(name)?.Value));
    }

    private static void Shorten(XAttribute attribute)
    {
        var name = attribute.Name.LocalName;
        if (Usual.Contains(attribute.ToString()))
        {
            attribute.Remove();
        }
        else if (name is not ("href" or "fill" or "stroke" or "viewBox"))
        {
            var digits = name is "transform" or "stroke-width" || name.EndsWith("opacity", StringComparison.Ordinal) ? 2 : 1;
            attribute.Value = Decimals()
                .Replace(attribute.Value, number => Round(double.Parse(number.Value, CultureInfo.InvariantCulture), digits));
        }
    }

    [GeneratedRegex(@"-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")]
    private static partial Regex Decimals();
}
