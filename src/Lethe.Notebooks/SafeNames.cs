namespace Lethe.Notebooks;

/// <summary>What of HTML, SVG and CSS may stand on a page, whoever wrote it: all that neither runs, loads, sends nor leaves its
/// place.</summary>
internal static class SafeNames
{
    /// <summary>Elements; style sheets among them, for pictures only.</summary>
    public static IReadOnlyList<string> Tags { get; } =
        Words(
            """
            a abbr address article aside audio b bdi big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
            figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd legend li main mark meter nav ol p pre progress q rp rt
            ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr
            svg g path rect circle ellipse line polyline polygon text tspan title desc defs symbol use image linearGradient radialGradient
            stop clipPath mask pattern marker style
            """
        );

    /// <summary>Attributes; ids among them, for texts and pictures only. Addresses are looked at one by one.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
        Words(
            """
            abbr align alt aria-hidden aria-label aria-valuemax aria-valuemin aria-valuenow border cellpadding cellspacing class colspan
            color controls datetime dir download headers height high href hspace lang loop low max min muted nowrap open optimum reversed
            role rowspan rules scope size span src start style summary tabindex title type valign value vspace width clip-path clip-rule
            clipPathUnits cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size font-style font-weight fx fy
            gradientTransform gradientUnits id image-rendering letter-spacing marker-end marker-mid marker-start markerHeight markerUnits
            markerWidth mask offset opacity orient paint-order patternTransform patternUnits points preserveAspectRatio r refX refY rx ry
            shape-rendering spreadMethod stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
            stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration textLength transform vector-effect version viewBox
            visibility word-spacing x x1 x2 xlink:href xmlns xmlns:xlink y y1 y2
            """
        );

    /// <summary>Of style attributes: how letters, boxes and tables look; nothing that takes a place elsewhere on the page or names a
    /// file.</summary>
    public static IReadOnlyList<string> Properties { get; } =
        Words(
            """
            background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse border-color
            border-left border-left-color border-left-style border-left-width border-radius border-right border-right-color
            border-right-style border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width
            border-width box-sizing caption-side clear color column-gap display fill fill-opacity flex flex-basis flex-direction flex-grow
            flex-shrink flex-wrap float font font-family font-size font-style font-variant font-weight gap height image-rendering
            justify-content align-items letter-spacing line-height list-style-type max-height max-width min-height min-width opacity
            overflow overflow-wrap overflow-x overflow-y padding padding-bottom padding-left padding-right padding-top row-gap stop-color
            stop-opacity stroke stroke-opacity stroke-width table-layout text-align text-decoration text-indent text-overflow text-transform
            vertical-align visibility white-space width word-break word-spacing word-wrap margin margin-bottom margin-left margin-right
            margin-top
            """
        );

    private static string[] Words(string names) => names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
