using AngleSharp;
using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Xhtml;
using Ganss.Xss;

namespace Lethe.Notebooks;

/// <summary>
/// Foreign HTML and SVG with all taken out that could run, ask a network, send something or leave its place: by HtmlSanitizer, with the
/// kit's own
/// lists of what may stay. What is too large or nested too deeply is refused as a whole, before it is parsed where possible.
/// </summary>
internal static partial class SafeHtml
{
    // Parsing is quadratic in the nesting, and all that walks over it recursive; a browser itself stops at 512.
    private const int Deepest = 400,
        MostElements = 200_000;

    // Without it a style attribute would be letters only.
    private static readonly IConfiguration WithStyles = Configuration.Default.WithCss(
        new CssParserOptions
        {
            IsIncludingUnknownDeclarations = true,
            IsIncludingUnknownRules = true,
            IsToleratingInvalidSelectors = true,
        }
    );

    // What a reader is told of; style sheets, comments and the like go without a word.
    private static readonly Dictionary<string, string?> Told = new List<(string Elements, string? Words)>
    {
        ("script", "a script"),
        ("iframe frame", "a frame"),
        ("object embed", "an embedded object"),
        ("form input button textarea select", "a form"),
        ("style title", null),
        ("meta base", "an instruction to the browser"),
        ("link", "a file from elsewhere"),
    }
        .SelectMany(static told => told.Elements.Split(' ').Select(name => (name, told.Words)))
        .ToDictionary();

    /// <param name="keepIds">True where links within the page must find their places.</param>
    /// <returns>What may stand on a page, and what was taken out of it, in words.</returns>
    /// <exception cref="FormatException">It is nested too deeply or has too many elements to be examined.</exception>
    public static (string Html, IReadOnlyList<string> LeftOut) Fragment(string html, bool keepIds)
    {
        var (body, leftOut) = Clean(html, keepIds, isPicture: false);
        return (body.InnerHtml, leftOut);
    }

    /// <summary>A picture as it stands in a file of its own.</summary>
    /// <returns>SVG; null if there is none in it.</returns>
    /// <exception cref="FormatException">It is nested too deeply or has too many elements to be examined.</exception>
    public static string? Svg(string svg)
    {
        var picture = Clean(svg, keepIds: true, isPicture: true).Body.QuerySelector("svg");
        if (picture is not null && picture.Attributes.All(static attribute => attribute.Name != "xmlns"))
        {
            picture.SetAttribute("xmlns", "http://www.w3.org/2000/svg");
        }
        return picture?.ToHtml(new XhtmlMarkupFormatter());
    }

    private static (IElement Body, IReadOnlyList<string> LeftOut) Clean(string html, bool keepIds, bool isPicture)
    {
        RefuseOpenEnds(html);
        var sanitizer = Sanitizer(keepIds, isPicture);
        var leftOut = new SortedSet<string>(StringComparer.Ordinal);
        sanitizer.RemovingTag += (_, removed) => Tell(Told.GetValueOrDefault(removed.Tag.LocalName, "an unknown element"));
        sanitizer.RemovingAttribute += (_, removed) => Tell(Lost(removed.Tag, removed.Attribute));
        var document = Parse(html);
        sanitizer.SanitizeDom(document, document.Body!);
        return (document.Body!, [.. leftOut]);

        void Tell(string? what)
        {
            if (what is not null)
            {
                leftOut.Add(what);
            }
        }
    }

    private static string? Lost(IElement element, IAttr attribute) =>
        attribute.Name.ToLowerInvariant() switch
        {
            ['o', 'n', ..] => "a script",
            "href" or "xlink:href" when element.LocalName == "a" => "a link",
            "src" or "href" or "xlink:href" or "poster" or "background" or "srcset" => "a file from elsewhere",
            _ => null,
        };

    // An element has its place only when the next one is made: depths are kept one behind.
    private static IHtmlDocument Parse(string html)
    {
        var depths = new Dictionary<INode, int>(ReferenceEqualityComparer.Instance);
        IElement? before = null;
        var parser = new HtmlParser(new HtmlParserOptions { OnCreated = (element, _) => Place(element) }, BrowsingContext.New(WithStyles));
        var document = parser.ParseDocument("<!doctype html><body>" + html);
        return Depth(document) <= Deepest ? document : throw TooMuch();

        void Place(IElement element)
        {
            if (
                before?.Parent is { } parent && (depths[before] = depths.GetValueOrDefault(parent) + 1) > Deepest
                || depths.Count > MostElements
            )
            {
                throw TooMuch();
            }
            before = element;
        }
    }

    private static int Depth(INode root)
    {
        var deepest = 0;
        var open = new Stack<(INode Node, int Depth)>([(root, 0)]);
        while (open.TryPop(out var next))
        {
            deepest = Math.Max(deepest, next.Depth);
            foreach (var child in next.Node.ChildNodes)
            {
                open.Push((child, next.Depth + 1));
            }
        }
        return deepest;
    }

    private static HtmlSanitizer Sanitizer(bool keepIds, bool isPicture)
    {
        var sanitizer = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                // A style sheet of an output would reach over the whole page; within a picture it stays there.
                AllowedTags = new HashSet<string>(
                    isPicture ? SafeNames.Tags : SafeNames.Tags.Where(static tag => tag != "style"),
                    StringComparer.OrdinalIgnoreCase
                ),
                AllowedAttributes = new HashSet<string>(
                    keepIds ? SafeNames.Attributes : SafeNames.Attributes.Where(static name => name != "id"),
                    StringComparer.OrdinalIgnoreCase
                ),
                AllowedCssProperties = new HashSet<string>(SafeNames.Properties, StringComparer.OrdinalIgnoreCase),
                AllowedSchemes = new HashSet<string>(["http", "https", "mailto", "data"], StringComparer.OrdinalIgnoreCase),
                UriAttributes = new HashSet<string>(["href", "src", "xlink:href"], StringComparer.OrdinalIgnoreCase),
                AllowedAtRules = new HashSet<CssRuleType>([CssRuleType.Style, CssRuleType.Media]),
            }
        );
        sanitizer.FilterUrl += static (_, url) =>
        {
            if (!IsAllowed(url.Tag, url.OriginalUrl))
            {
                url.SanitizedUrl = null;
            }
        };
        return sanitizer;
    }

    // A link may lead elsewhere when it is clicked; all that loads by itself must be within the page.
    private static bool IsAllowed(IElement tag, string url) =>
        tag.LocalName switch
        {
            "a" when url.TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase) => tag.HasAttribute("download")
                && SavedText().IsMatch(url),
            "a" => true,
            "img" or "image" => Picture().IsMatch(url),
            "audio" or "video" or "source" => Sound().IsMatch(url),
            _ => url.StartsWith('#'),
        };

    // Elements left open are opened again in every block that follows: some hundred of them make millions out of a few kilobytes, unseen by
    // the parser's own count.
    private static void RefuseOpenEnds(string html)
    {
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var most = 0;
        foreach (Match tag in Formatting().Matches(html))
        {
            var name = tag.Groups["name"].Value;
            open[name] = Math.Max(open.GetValueOrDefault(name) + (tag.Groups["end"].Length > 0 ? -1 : 1), 0);
            most = Math.Max(most, open.Values.Sum());
        }
        if ((long)most * html.AsSpan().Count('<') > MostElements)
        {
            throw TooMuch();
        }
    }

    private static FormatException TooMuch() => new("It is nested too deeply, or has too many parts, to be shown.");

    [GeneratedRegex(@"^\s*data:text/(?:csv|plain)[;,]", RegexOptions.IgnoreCase)]
    private static partial Regex SavedText();

    [GeneratedRegex(@"^\s*data:image/", RegexOptions.IgnoreCase)]
    private static partial Regex Picture();

    [GeneratedRegex(@"^\s*data:(?:audio|video)/", RegexOptions.IgnoreCase)]
    private static partial Regex Sound();

    [GeneratedRegex(@"<(?<end>/?)(?<name>a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", RegexOptions.IgnoreCase)]
    private static partial Regex Formatting();
}
