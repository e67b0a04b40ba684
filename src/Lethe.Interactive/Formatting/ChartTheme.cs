using System.Text.Json.Nodes;
using Lethe.Interactive.Charts;
using Lethe.Interactive.Colours;

namespace Lethe.Interactive.Formatting;

/// <summary>
/// How every chart looks unless it says otherwise, as a template of plotly: nothing behind it, grey letters and lines that read on light
/// and on dark pages, the
/// kit's colours, and labels that make the room they need.
/// </summary>
internal static class ChartTheme
{
    private const string Grid = "rgba(128,128,128,0.25)";

    public static JsonObject Template() =>
        new()
        {
            ["layout"] = new JsonObject
            {
                ["paper_bgcolor"] = "rgba(0,0,0,0)",
                ["plot_bgcolor"] = "rgba(0,0,0,0)",
                ["font"] = new JsonObject
                {
                    ["family"] = "sans-serif",
                    ["size"] = 13,
                    ["color"] = Palette.Neutral,
                },
                ["colorway"] = new JsonArray([.. Palette.Series.Select(static colour => JsonValue.Create(colour))]),
                ["colorscale"] = new JsonObject
                {
                    ["sequential"] = Palette.Sequential,
                    ["sequentialminus"] = Palette.Sequential,
                    ["diverging"] = new JsonArray([.. Palette.Diverging.Select(static stop => new JsonArray(stop.At, stop.Colour))]),
                },
                ["title"] = new JsonObject
                {
                    ["x"] = 0,
                    ["xref"] = "paper",
                    ["xanchor"] = "left",
                    ["font"] = new JsonObject { ["size"] = 15 },
                },
                ["margin"] = new JsonObject
                {
                    ["l"] = 60,
                    ["r"] = 20,
                    ["t"] = 48,
                    ["b"] = 50,
                },
                ["legend"] = new JsonObject { ["bgcolor"] = "rgba(0,0,0,0)" },
                ["modebar"] = new JsonObject
                {
                    ["bgcolor"] = "rgba(0,0,0,0)",
                    ["color"] = Palette.Neutral,
                    ["activecolor"] = Palette.Colour(0),
                },
                ["xaxis"] = Axis(),
                ["yaxis"] = Axis(),
            },
        };

    private static JsonObject Axis() =>
        new()
        {
            ["automargin"] = true,
            ["gridcolor"] = Grid,
            ["zerolinecolor"] = "rgba(128,128,128,0.6)",
            ["linecolor"] = Palette.Neutral,
            ["title"] = new JsonObject { ["font"] = new JsonObject { ["size"] = 14 } },
        };
}
