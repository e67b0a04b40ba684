using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A layout with all that its template says where it says nothing itself.</summary>
internal static partial class TemplateMerge
{
    /// <param name="figure">With <c>layout</c>, perhaps <c>layout.template</c>; stays as it is.</param>
    /// <param name="axes">Those that traces use, whether the layout names them or not.</param>
    public static JsonElement Layout(JsonObject figure, IEnumerable<string> axes)
    {
        var layout = figure["layout"]?.DeepClone() as JsonObject ?? [];
        var template = layout["template"] is JsonObject whole && whole["layout"] is JsonObject defaults ? defaults : [];
        foreach (var id in axes)
        {
            layout.TryAdd($"{id[0]}axis{id[1..]}", new JsonObject());
        }
        foreach (var (name, settings) in layout.ToList())
        {
            if (AxisName().IsMatch(name) && settings is JsonObject axis && template[name[..5]] is JsonObject common)
            {
                Merge(axis, common);
            }
        }
        Merge(layout, template);
        layout.Remove("template");
        return JsonSerializer.SerializeToElement(layout);
    }

    /// <summary>The identifier that traces use for an axis of the layout: <c>xaxis2</c> is <c>x2</c>.</summary>
    public static string? AxisId(string name) => AxisName().IsMatch(name) ? $"{name[0]}{name[5..]}" : null;

    private static void Merge(JsonObject target, JsonObject defaults)
    {
        foreach (var (name, value) in defaults)
        {
            if (target[name] is null)
            {
                target[name] = value?.DeepClone();
            }
            else if (target[name] is JsonObject own && value is JsonObject common && !AxisName().IsMatch(name))
            {
                Merge(own, common);
            }
        }
    }

    [GeneratedRegex(@"^[xy]axis\d*$")]
    private static partial Regex AxisName();
}
