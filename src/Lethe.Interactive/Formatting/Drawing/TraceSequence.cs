using System.Globalization;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>All traces of a figure, in order. Clouds of many points that follow each other, as those of the classes do, become one bitmap.</summary>
internal static class TraceSequence
{
    public static void Draw(SvgCanvas canvas, IReadOnlyList<TraceDrawing> traces)
    {
        var isCrowded = traces.OfType<ScatterDrawing>().Where(static trace => trace.IsCloud).Sum(static trace => trace.Count) > MarkerCloud.Many;
        for (var i = 0; i < traces.Count; i++)
        {
            var (trace, plot) = (traces[i], Box.Between(traces[i].X.Pixels.From, traces[i].Y.Pixels.From, traces[i].X.Pixels.To, traces[i].Y.Pixels.To));
            if (isCrowded && trace is ScatterDrawing { IsCloud: true })
            {
                var together = traces.Skip(i).TakeWhile(other => other is ScatterDrawing { IsCloud: true } && other.X == trace.X && other.Y == trace.Y).Cast<ScatterDrawing>().ToList();
                canvas.Image(plot, MarkerCloud.Draw(together.SelectMany(cloud => cloud.Markers(plot)), plot));
                i += together.Count - 1;
                continue;
            }
            if (trace.Opacity < 1)
            {
                canvas.Open("g", ("opacity", Math.Max(0, trace.Opacity).ToString("0.##", CultureInfo.InvariantCulture)));
            }
            trace.Draw(canvas, plot);
            if (trace.Opacity < 1)
            {
                canvas.Close("g");
            }
        }
    }
}
