using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>How uncertain each point of a trace is, up or along.</summary>
/// <param name="settings">plotly's <c>error_x</c> or <c>error_y</c>.</param>
internal sealed class ErrorBars(JsonElement settings)
{
    public bool IsVisible => settings.ValueKind == JsonValueKind.Object && (settings.Flag("visible") ?? true);

    /// <summary>Below and above a value; NaN where nothing is known.</summary>
    public (double Low, double High) Ends(double value, int i)
    {
        var isOneSided = settings.Flag("symmetric") == false || settings.At("arrayminus").ValueKind == JsonValueKind.Array;
        var (up, down) = settings.Text("type") switch
        {
            "percent" => (Percent("value"), Percent(isOneSided ? "valueminus" : "value")),
            "constant" => (Of("value"), Of(isOneSided ? "valueminus" : "value")),
            "sqrt" => (Math.Sqrt(Math.Abs(value)), Math.Sqrt(Math.Abs(value))),
            _ => (settings.Each("array", i).Value(), settings.Each(isOneSided ? "arrayminus" : "array", i).Value()),
        };
        return (value - down, value + up);

        double Of(string name) => settings.Number(name) ?? 10;
        double Percent(string name) => Math.Abs(value) * Of(name) / 100;
    }

    /// <param name="canvas">To draw on.</param>
    /// <param name="plot">What is seen.</param>
    /// <param name="bars">In pixels: across, and from where to where.</param>
    /// <param name="isUpright">Up and down, not along.</param>
    /// <param name="colour">Where the settings name none.</param>
    public void Draw(SvgCanvas canvas, Box plot, IEnumerable<(double Across, double From, double To)> bars, bool isUpright, Colour colour)
    {
        var cap = Math.Min(settings.Number("width") ?? 4, 20);
        var path = string.Concat(bars.Where(static bar => double.IsFinite(bar.Across) && double.IsFinite(bar.From) && double.IsFinite(bar.To)).Select(bar => isUpright
            ? Piece(plot, bar.Across, bar.From, bar.Across, bar.To) + Piece(plot, bar.Across - cap, bar.From, bar.Across + cap, bar.From) + Piece(plot, bar.Across - cap, bar.To, bar.Across + cap, bar.To)
            : Piece(plot, bar.From, bar.Across, bar.To, bar.Across) + Piece(plot, bar.From, bar.Across - cap, bar.From, bar.Across + cap) + Piece(plot, bar.To, bar.Across - cap, bar.To, bar.Across + cap)));
        if (path.Length > 0)
        {
            canvas.Path(path, new(null, Colour.Parse(settings.Text("color")) ?? colour, settings.Number("thickness") ?? 2));
        }
    }

    private static string Piece(Box plot, double x0, double y0, double x1, double y1) => LinePath.Of([(x0, y0), (x1, y1)], plot);
}
