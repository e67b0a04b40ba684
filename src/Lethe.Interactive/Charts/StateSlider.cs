using System.Text.Json.Nodes;
using Lethe.Interactive.Colours;
using Lethe.Interactive.Formatting;
using Newtonsoft.Json.Linq;
using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>Several charts in one place, of which a slider shows one. All that they consist of is in the figure; the slider only says what
/// is visible.</summary>
internal static class StateSlider
{
    // Pixels of the slider with its marks and names, and of what stands between it and the plot: labels and title of an axis.
    private const int Slider = 100,
        Labels = 72,
        NoLabels = 20;

    // Lists of the layout whose items can be hidden one by one.
    private static readonly string[] Lists = ["images", "annotations", "shapes"];

    public static PlotlyChart Join(IReadOnlyList<(string Name, PlotlyChart Chart)> states)
    {
        var figures = states.Select(static state => ChartFigure.Plain(state.Chart)).ToList();
        var layout = (JsonObject)figures[0]["layout"]!.DeepClone();
        SharedRange.Set(layout, figures);
        foreach (var list in Lists)
        {
            layout[list] = new JsonArray([.. figures.SelectMany((figure, k) => Items(figure, list).Select(item => Hidden(item, k > 0)))]);
        }
        var above = layout["xaxis"]?["visible"] is JsonValue visible && !visible.GetValue<bool>() ? NoLabels : Labels;
        layout["height"] = Height(figures[0]) + Slider + above - (layout["margin"]?["b"]?.GetValue<double>() ?? 0);
        layout["sliders"] = new JsonArray(
            new JsonObject
            {
                ["active"] = 0,
                ["steps"] = new JsonArray([.. states.Select((state, k) => Step(state.Name, figures, k))]),
                ["pad"] = new JsonObject { ["t"] = above, ["b"] = 10 },
                ["currentvalue"] = new JsonObject { ["visible"] = false }, // the names below say it
                ["tickcolor"] = Palette.Neutral,
                ["bgcolor"] = "rgba(128,128,128,0.3)",
                ["activebgcolor"] = Palette.Colour(0),
                ["bordercolor"] = Palette.Neutral,
            }
        );
        var joined = new ChartLayout();
        foreach (var (name, value) in layout)
        {
            joined.Further[name] = JsonTrace.Parse(value!.ToJsonString());
        }
        return joined.Show(
            figures.SelectMany((figure, k) => ((JsonArray)figure["data"]!).Select(trace => Trace((JsonObject)trace!, k > 0)))
        );
    }

    private static JsonObject Step(string name, IReadOnlyList<JsonObject> figures, int shown)
    {
        var changes = new JsonObject();
        foreach (var list in Lists)
        {
            var place = 0;
            for (var k = 0; k < figures.Count; k++)
            {
                foreach (var item in Items(figures[k], list))
                {
                    changes[string.Create(CultureInfo.InvariantCulture, $"{list}[{place++}].visible")] = k == shown && IsVisible(item);
                }
            }
        }
        if (figures[shown]["layout"]?["title"]?["text"]?.ToString() is { } title)
        {
            changes["title.text"] = title;
        }
        var visible = new JsonArray([
            .. figures.SelectMany(
                (figure, k) => ((JsonArray)figure["data"]!).Select(trace => (JsonNode)(k == shown && IsVisible((JsonObject)trace!)))
            ),
        ]);
        return new()
        {
            ["label"] = name,
            ["method"] = "update",
            ["args"] = new JsonArray(new JsonObject { ["visible"] = visible }, changes),
        };
    }

    private static JsonTrace Trace(JsonObject trace, bool isHidden) =>
        new()
        {
            Properties = ((JObject)JsonTrace.Parse(Hidden(trace, isHidden).ToJsonString()))
                .Properties()
                .ToDictionary(static property => property.Name, static property => property.Value),
        };

    private static JsonObject Hidden(JsonObject item, bool isHidden)
    {
        var copy = (JsonObject)item.DeepClone();
        if (isHidden)
        {
            copy["visible"] = false;
        }
        return copy;
    }

    private static IEnumerable<JsonObject> Items(JsonObject figure, string list) =>
        (figure["layout"]?[list] as JsonArray ?? []).OfType<JsonObject>();

    private static bool IsVisible(JsonObject item) =>
        item["visible"] is not JsonValue value || !value.TryGetValue<bool>(out var visible) || visible;

    private static int Height(JsonObject figure) =>
        (int)Math.Round(figure["layout"]?["height"]?.GetValue<double>() ?? ChartFigure.DefaultHeight);
}
