using System.Numerics;
using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>What all sliders have in common, whatever they slide over.</summary>
internal static class SliderNumbers
{
    /// <summary>Tells a model its limits.</summary>
    /// <param name="format">Of d3, for the number beside the slider.</param>
    /// <exception cref="ArgumentException">There is nothing between the limits, or no step.</exception>
    public static (T Least, T Most) Set<T>(Action<string, object?, bool> set, T least, T most, T step, string format)
        where T : struct, INumber<T>
    {
        if (!(least < most && step > T.Zero && T.IsFinite(most - least)))
        {
            throw new ArgumentException($"A slider needs a step above 0 and a range: from {least} to {most} by {step} is none.");
        }
        set("min", JsonValue.Create(least), false);
        set("max", JsonValue.Create(most), false);
        set("step", JsonValue.Create(step), false);
        set("readout_format", (JsonNode)format, false);
        set("continuous_update", (JsonNode)true, false);
        return (least, most);
    }

    public static double Share<T>(T value, T least, T most)
        where T : struct, INumber<T> => double.CreateSaturating(value - least) / double.CreateSaturating(most - least);

    /// <returns>False for what is no such number: a text, a fraction where whole numbers are wanted, one beyond all limits.</returns>
    public static bool TryRead<T>(JsonNode? json, out T value)
        where T : struct, INumber<T>
    {
        value = default;
        if (json is not JsonValue number || !number.TryGetValue<double>(out var read) || !double.IsFinite(read))
        {
            return false;
        }
        value = T.CreateSaturating(read);
        return double.CreateSaturating(value) == read || !T.IsInteger(value) || Math.Abs(read) > int.MaxValue;
    }

    public static string Text<T>(T value)
        where T : struct, INumber<T> => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Decimals enough for the step.</summary>
    public static string Format(double step) =>
        string.Create(CultureInfo.InvariantCulture, $".{Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 8)}f");
}
