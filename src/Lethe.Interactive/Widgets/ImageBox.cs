using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>A picture that code replaces.</summary>
public sealed class ImageBox : Widget
{
    /// <param name="png">A file's bytes.</param>
    /// <param name="alternative">What it shows, for those who cannot see it.</param>
    public ImageBox(byte[] png, string alternative = "")
        : base("Image", Controls)
    {
        Alternative = alternative;
        Set("format", (JsonNode)"png");
        Set("width", (JsonNode)"");
        Set("height", (JsonNode)"");
        Png = png;
    }

    public string Alternative { get; }

    /// <summary>The file's bytes; to change it, set others.</summary>
    public byte[] Png
    {
        get;
        set => Set("value", field = value);
    }

    internal override Html Still() => $"<img alt=\"{Alternative}\" src=\"{Pages.Html.Data("image/png", Png)}\">\n";
}
