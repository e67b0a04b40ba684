using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lethe.Interactive.Formatting;
using Lethe.Tests.Experiments;
using XPlot.Plotly;

namespace Lethe.Tests.Interactive.Charts;

/// <summary>What a notebook keeps of each kind of chart, word for word.</summary>
public sealed partial class ChartSnapshotTests
{
    public static TheoryData<string> Kinds => [.. ChartSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_HTML_is_as_it_was(string kind) =>
        Snapshot.Match(Masked(ChartFormat.Html(ChartSamples.All[kind](), "kernelspecs/some/plotly.min.js")), $"{kind}-html", "Interactive");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_still_picture_is_as_it_was_and_well_formed(string kind)
    {
        var svg = ChartFormat.Svg(ChartSamples.All[kind]());

        Assert.NotNull(svg);
        Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName);
        Snapshot.Match(Masked(svg).Replace("><", ">\n<", StringComparison.Ordinal), $"{kind}-svg", "Interactive");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_forms_are_the_same_in_a_culture_with_a_decimal_comma(string kind)
    {
        var expected = Forms(kind);
        var before = CultureInfo.CurrentCulture;
        // The tests run without the system's cultures: made by hand, it is German in what matters.
        CultureInfo.CurrentCulture = new CultureInfo("")
        {
            NumberFormat =
            {
                NumberDecimalSeparator = ",",
                NumberGroupSeparator = ".",
                NegativeSign = "~",
            },
        };
        try
        {
            Assert.Equal("1,5", 1.5.ToString("0.0", CultureInfo.CurrentCulture));
            Assert.Equal(expected, Forms(kind));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static (string, string, string?) Forms(string kind) =>
        (ChartFormat.Json(ChartSamples.All[kind]()), ChartFormat.Html(ChartSamples.All[kind]()), ChartFormat.Svg(ChartSamples.All[kind]()));

    // Bitmaps are compressed by the system's zlib: their bytes, and what is named after them, may differ elsewhere.
    private static string Masked(string text) => ChartName().Replace(Bitmap().Replace(text, "base64,…"), "chart-…");

    [GeneratedRegex("base64,[A-Za-z0-9+/=]+|base64,(?:[A-Za-z0-9/=]|\\\\u002B)+")]
    private static partial Regex Bitmap();

    [GeneratedRegex("chart-[0-9a-f]{12}")]
    private static partial Regex ChartName();
}
