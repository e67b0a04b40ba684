namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Two axes on which a unit is as long as on the other, so that a square stays a square.</summary>
internal static class ScaleAnchor
{
    public static void Match(Axis axis, Axis anchor)
    {
        var ratio = axis.Settings.Number("scaleratio") is > 0 and var given ? given : 1;
        var (own, other) = (axis.Length / Math.Abs(axis.To - axis.From), ratio * anchor.Length / Math.Abs(anchor.To - anchor.From));
        // The axis with the longer unit gives way: in length, or by showing more.
        var (loose, factor) = own > other ? (axis, own / other) : (anchor, other / own);
        if (loose.Settings.Text("constrain") == "domain")
        {
            var (from, to) = loose.Pixels;
            var (middle, half) = ((from + to) / 2, (to - from) / 2 / factor);
            loose.SetPixels(middle - half, middle + half);
        }
        else
        {
            loose.Stretch(factor);
        }
    }
}
