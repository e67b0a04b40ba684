namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Round numbers along an axis, decades on a logarithmic one, names on one of categories.</summary>
internal static class AxisTicks
{
    public static IReadOnlyList<Tick> Of(Axis axis, double fontSize)
    {
        var (low, high) = (Math.Min(axis.From, axis.To), Math.Max(axis.From, axis.To));
        var slack = (high - low) * 1e-9;
        var ticks = axis.Settings.Items("tickvals") is { Count: > 0 } values ? Given(axis, values)
            : axis.Kind switch
            {
                AxisKind.Category => Named(axis),
                AxisKind.Log => Decades(axis, low, high),
                _ => Round(axis, low, high, fontSize),
            };
        var (prefix, suffix) = (axis.Settings.Text("tickprefix"), axis.Settings.Text("ticksuffix"));
        var isLabelled = axis.Settings.Flag("showticklabels") ?? true;
        return [.. ticks.Where(tick => tick.At >= low - slack && tick.At <= high + slack).Select(tick => tick with { Label = isLabelled && tick.Label.Length > 0 ? prefix + tick.Label + suffix : "" })];
    }

    private static IEnumerable<Tick> Given(Axis axis, IReadOnlyList<System.Text.Json.JsonElement> values)
    {
        var texts = axis.Settings.Items("ticktext");
        return values.Select((value, i) => new Tick(axis.Place(value), i < texts.Count ? texts[i].Label() : value.Label())).Where(static tick => double.IsFinite(tick.At));
    }

    // All of them, unless there are more than lines of text would fit.
    private static IEnumerable<Tick> Named(Axis axis)
    {
        var every = Math.Max(1, (int)Math.Ceiling(axis.Categories.Count * 14 / Math.Max(axis.Length, 1)));
        return axis.Categories.Select(static (name, i) => new Tick(i, name)).Where((_, i) => i % every == 0);
    }

    private static IEnumerable<Tick> Decades(Axis axis, double low, double high)
    {
        // Within two decades, 2 and 5 help; over many, not every decade has room.
        double[] parts = high - low <= 2 ? [1, 2, 5] : [1];
        var every = Math.Max(1, (int)Math.Ceiling((high - low) / Math.Max(2, axis.Length / (axis.IsX ? 60 : 30))));
        for (var decade = (int)Math.Floor(Math.Max(low, -300)); decade <= Math.Min(high, 300); decade++)
        {
            foreach (var part in decade % every == 0 ? parts : [])
            {
                yield return new(decade + Math.Log10(part), NumberText.Of(part * Math.Pow(10, decade), axis.Settings.Text("tickformat")));
            }
        }
    }

    private static IEnumerable<Tick> Round(Axis axis, double low, double high, double fontSize)
    {
        var step = axis.Settings.Number("dtick") is > 0 and var given && (high - low) / given < 200 ? given : NiceStep(high - low, Wanted(axis, fontSize));
        var start = axis.Settings.Number("tick0") ?? 0;
        var format = axis.Settings.Text("tickformat");
        var first = Math.Ceiling(((low - start) / step) - 1e-9);
        var places = Enumerable.Range(0, 201).Select(i => start + ((first + i) * step)).TakeWhile(place => place <= high + (step * 1e-9)).ToList();
        return places.Select(place => new Tick(place, format is null ? NumberText.Of(place, step, places) : NumberText.Of(place, format)));
    }

    private static double Wanted(Axis axis, double fontSize) => axis.Settings.Number("nticks") is >= 2 and <= 100 and var given ? given
        : Math.Clamp(axis.Length / (axis.IsX ? fontSize * 6 : fontSize * 3.4), 2, 9);

    // 1, 2 or 5 times a power of ten: the smallest that gives no more ticks than wanted.
    private static double NiceStep(double length, double wanted)
    {
        var rough = length / wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 2, 5])
        {
            if (rough <= power * factor * 1.0001)
            {
                return power * factor;
            }
        }
        return power * 10;
    }
}
