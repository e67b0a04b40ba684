using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A picture of the layout. Only those within the figure: a picture that refers to a file or an address would not be self-contained.</summary>
internal static class ImageDrawing
{
    public static bool IsKnown(JsonElement image) => image.Text("source") is { } source && source.StartsWith("data:image/", StringComparison.Ordinal);

    public static void Draw(SvgCanvas canvas, Placement placement, JsonElement image)
    {
        var (xref, yref, source) = (image.Text("xref") ?? "paper", image.Text("yref") ?? "paper", image.Text("source")!);
        var (x, y) = (placement.X(image, "x", xref), placement.Y(image, "y", yref));
        var (width, height) = (placement.Length(image, "sizex", xref, isX: true), placement.Length(image, "sizey", yref, isX: false));
        if (image.Flag("visible") == false || !double.IsFinite(x + y + width + height) || width <= 0 || height <= 0)
        {
            return;
        }
        var box = new Box(x - (width * Share(image.Text("xanchor"), "center", "right")), y - (height * Share(image.Text("yanchor"), "middle", "bottom")), width, height);
        if (image.Text("sizing") is null or "contain" && Png.Size(source) is { } pixels)
        {
            var scale = Math.Min(box.Width / pixels.Width, box.Height / pixels.Height);
            var (inWidth, inHeight) = (pixels.Width * scale, pixels.Height * scale);
            box = new(box.Left + ((box.Width - inWidth) * Share(image.Text("xanchor"), "center", "right")), box.Top + ((box.Height - inHeight) * Share(image.Text("yanchor"), "middle", "bottom")), inWidth, inHeight);
        }
        canvas.Image(box, source, opacity: image.Number("opacity") ?? 1);
    }

    private static double Share(string? anchor, string middle, string end) => anchor == middle ? 0.5 : anchor == end ? 1 : 0;
}
