using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>A widget with a label beside it or on it.</summary>
public abstract class Control : Widget
{
    private protected Control(string name, string? view = null)
        : base(name, Controls, view)
    {
        Set("style", WidgetStyle.Shared.Reference);
        Set("disabled", (JsonNode)false);
        Label = "";
    }

    public string Label
    {
        get;
        set
        {
            Set("description", (JsonNode)(field = value));
            Set("tooltip", (JsonNode)value); // or the front end says "null"
        }
    }

    /// <summary>True for one that nobody can use just now.</summary>
    public bool IsDisabled
    {
        get;
        set => Set("disabled", (JsonNode)(field = value));
    }

    private protected override IEnumerable<Widget?> Parts => [Layout, WidgetStyle.Shared];

    /// <summary>A row of the label and what stands beside it.</summary>
    private protected Html Row(Html content) =>
        $"<div class=\"knob\">{(Label.Length > 0 ? (Html)$"<span class=\"label\">{Label}</span>" : new())}{content}</div>\n";

    /// <summary>A bar that is filled from one share of its length to another.</summary>
    private protected static Html Track(double from, double to) =>
        $"<span class=\"track\"><span style=\"margin-left: {Percent(from):0.#}%; width: {Percent(to - from):0.#}%\"></span></span>";

    private static double Percent(double share) => double.IsFinite(share) ? Math.Clamp(share, 0, 1) * 100 : 0;
}
