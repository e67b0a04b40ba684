using System.Text.Json;
using System.Text.Json.Nodes;
using Lethe.Interactive.Colours;

namespace Lethe.Interactive.Formatting;

/// <summary>
/// How every chart looks unless it says otherwise, as a template of plotly: nothing behind it, grey letters and lines that read on light
/// and on dark pages, the kit's colours, and labels that make the room they need.
/// </summary>
internal static class ChartTheme
{
    private const string Nothing = "rgba(0,0,0,0)",
        Axis =
            $$"""
                {
                  "automargin": true, "gridcolor": "rgba(128,128,128,0.25)", "zerolinecolor": "rgba(128,128,128,0.6)",
                  "linecolor": "{{Palette.Neutral}}", "title": { "font": { "size": 14 } }
                }
                """;

    public static JsonNode Template() =>
        JsonNode.Parse(
            $$"""
            { "layout": {
              "paper_bgcolor": "{{Nothing}}", "plot_bgcolor": "{{Nothing}}",
              "font": { "family": "sans-serif", "size": 13, "color": "{{Palette.Neutral}}" },
              "colorway": {{JsonSerializer.Serialize(Palette.Series)}},
              "colorscale": {
                "sequential": "{{Palette.Sequential}}", "sequentialminus": "{{Palette.Sequential}}",
                "diverging": {{JsonSerializer.Serialize(Palette.Diverging.Select(static stop => (object[])[stop.At, stop.Colour]))}}
              },
              "title": { "x": 0, "xref": "paper", "xanchor": "left", "font": { "size": 15 } },
              "margin": { "l": 60, "r": 20, "t": 48, "b": 50 },
              "legend": { "bgcolor": "{{Nothing}}" },
              "modebar": { "bgcolor": "{{Nothing}}", "color": "{{Palette.Neutral}}", "activecolor": "{{Palette.Colour(0)}}" },
              "xaxis": {{Axis}},
              "yaxis": {{Axis}}
            } }
            """
        )!;
}
