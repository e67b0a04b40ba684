using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>
/// Skia's SVG as a notebook keeps it: words as one piece in the reader's own font, numbers without the digits that nobody sees, and no ids, because several
/// pictures may stand on one page.
/// </summary>
internal static partial class StillSvg
{
    // As wide as the font that was measured with, wherever there is one of them.
    private const string Fonts = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif";
    private const double FontSize = 13;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly XName Link = XName.Get("href", "http://www.w3.org/1999/xlink");

    // What they say holds without them.
    private static readonly (string Name, string Value)[] Usual = [("stroke-miterlimit", "4"), ("stroke-width", "1"), ("font-size", "13")];

    /// <param name="svg">As Skia has written it.</param>
    /// <param name="text">That its letters are from.</param>
    /// <param name="title">What it is called by those who do not see it.</param>
    /// <param name="bitmaps">That stand in it.</param>
    public static string Tidy(Stream svg, StillText text, StillBitmaps bitmaps, string title)
    {
        var root = XDocument.Load(svg).Root!;
        foreach (var element in root.Descendants(Svg + "text").ToList())
        {
            Join(element, text);
        }
        foreach (var element in root.Descendants(Svg + "use").ToList())
        {
            Place(element, root, bitmaps);
        }
        Clip(root);
        foreach (var element in root.Descendants().ToList())
        {
            Merge(element);
        }
        foreach (var attribute in root.Descendants().Attributes().ToList())
        {
            Shorten(attribute);
        }
        var (width, height) = (root.Attribute("width")!.Value, root.Attribute("height")!.Value);
        root.ReplaceAttributes(new XAttribute("xmlns", Svg.NamespaceName), new XAttribute("viewBox", $"0 0 {width} {height}"), new XAttribute("width", width), new XAttribute("height", height),
            new XAttribute("role", "img"), new XAttribute("aria-label", title.Length > 0 ? text.Restore(text.Of(title)).ReplaceLineEndings(" ") : "chart"),
            new XAttribute("font-family", Fonts), new XAttribute("font-size", FontSize));
        return root.ToString(SaveOptions.DisableFormatting);
    }

    // Skia places every letter; the first is enough.
    private static void Join(XElement element, StillText text)
    {
        var (x, y) = (First(element, "x"), First(element, "y"));
        if (Moved().Match(element.Attribute("transform")?.Value ?? "") is { Success: true } moved)
        {
            (x, y) = (x + Number(moved.Groups[1].Value), y + Number(moved.Groups[2].Value));
            element.SetAttributeValue("transform", null);
        }
        element.SetAttributeValue("x", x);
        element.SetAttributeValue("y", y);
        element.SetAttributeValue("font-family", null);
        element.Value = text.Restore(element.Value.Trim('\n', '\t'));
    }

    // A bitmap that is defined here and used there.
    private static void Place(XElement use, XElement root, StillBitmaps bitmaps)
    {
        var image = root.Descendants(Svg + "image").First(image => $"#{image.Attribute("id")?.Value}" == use.Attribute(Link)!.Value);
        var matrix = Decimals().Matches(use.Attribute("transform")?.Value ?? "1 0 0 1 0 0").Select(static part => Number(part.Value)).ToList();
        if (matrix.Count == 2)
        {
            matrix = [1, 0, 0, 1, .. matrix]; // a mere translate
        }
        var (width, height) = (First(image, "width"), First(image, "height"));
        var bitmap = bitmaps.Of((int)width, (int)height) ?? new(image.Attribute(Link)!.Value);
        use.ReplaceWith(new XElement(Svg + "image", new XAttribute("x", matrix[4]), new XAttribute("y", matrix[5]),
            new XAttribute("width", width * matrix[0]), new XAttribute("height", height * matrix[3]), new XAttribute("preserveAspectRatio", "none"),
            bitmap.Opacity < 1 ? new XAttribute("opacity", bitmap.Opacity) : null, bitmap.IsPixelated ? new XAttribute("image-rendering", "pixelated") : null,
            new XAttribute("href", bitmap.Address)));
        image.Parent!.Remove();
    }

    // A nested picture clips as well, and needs no id; those that follow each other in the same frame are one.
    private static void Clip(XElement root)
    {
        var frames = root.Descendants(Svg + "clipPath").ToDictionary(static clip => $"url(#{clip.Attribute("id")!.Value})", static clip => clip.Elements().Single());
        foreach (var group in root.Descendants(Svg + "g").Where(static group => group.Attribute("clip-path") is not null).ToList())
        {
            var frame = frames[group.Attribute("clip-path")!.Value];
            string[] sides = [.. ((string[])["x", "y", "width", "height"]).Select(side => Text(First(frame, side)))];
            var box = string.Join(' ', sides);
            if (group.ElementsBeforeSelf().LastOrDefault(static before => before.Name != Svg + "clipPath") is { } before && before.Attribute("viewBox")?.Value == box)
            {
                before.Add(group.Elements());
                group.Remove();
                continue;
            }
            group.Name = Svg + "svg";
            group.ReplaceAttributes(new XAttribute("x", sides[0]), new XAttribute("y", sides[1]), new XAttribute("width", sides[2]), new XAttribute("height", sides[3]), new XAttribute("viewBox", box));
        }
        root.Descendants(Svg + "clipPath").Remove();
    }

    // The edge of a marker is drawn apart from its filling.
    private static void Merge(XElement element)
    {
        if (element.ElementsAfterSelf().FirstOrDefault() is { } edge && edge.Name == element.Name && edge.Attribute("fill")?.Value == "none" && element.Attribute("stroke") is null && Form(edge) == Form(element) && Form(edge).Length > 0)
        {
            element.Add(edge.Attributes().Where(static attribute => attribute.Name.LocalName.StartsWith("stroke", StringComparison.Ordinal)));
            edge.Remove();
        }

        static string Form(XElement element) => string.Join(' ', ((string[])["d", "cx", "cy", "rx", "ry"]).Select(name => element.Attribute(name)?.Value));
    }

    private static void Shorten(XAttribute attribute)
    {
        var name = attribute.Name.LocalName;
        if (Usual.Contains((name, attribute.Value)))
        {
            attribute.Remove();
        }
        else if (name is not ("href" or "fill" or "stroke" or "viewBox"))
        {
            var digits = name.EndsWith("opacity", StringComparison.Ordinal) || name is "transform" or "stroke-width" ? 2 : 1;
            attribute.Value = Decimals().Replace(attribute.Value, number => Text(Number(number.Value), digits));
        }
    }

    private static double First(XElement element, string name) => Decimals().Match(element.Attribute(name)?.Value ?? "0") is { Success: true } number ? Number(number.Value) : 0;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(double value, int digits = 1) => Math.Round(value, digits).ToString("0.##", CultureInfo.InvariantCulture) is "-0" ? "0" : Math.Round(value, digits).ToString("0.##", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^translate\((\S+) (\S+)\)$")]
    private static partial Regex Moved();

    [GeneratedRegex(@"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|-?\.\d+")]
    private static partial Regex Decimals();
}
