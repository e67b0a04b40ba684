using System.Numerics;
using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>A slider with two handles.</summary>
public abstract class RangeSlider<T> : ValueWidget<(T Low, T High)>
    where T : struct, INumber<T>
{
    private protected RangeSlider(string kind, T least, T most, (T Low, T High) value, T step, string format)
        : base(kind, value)
    {
        (Least, Most) = SliderNumbers.Set(Set, least, most, step, format);
        Begin(value);
    }

    public T Least { get; }

    public T Most { get; }

    internal override Html Still() => Row($"{Track(Share(Value.Low), Share(Value.High))}<span class=\"value\">{Text(Value)}</span>");

    private double Share(T value) => SliderNumbers.Share(value, Least, Most);

    private protected override (T Low, T High) Fit((T Low, T High) value)
    {
        var low = T.Clamp(T.IsNaN(value.Low) ? Least : value.Low, Least, Most);
        return (low, T.Clamp(T.IsNaN(value.High) ? Most : value.High, low, Most));
    }

    private protected override JsonNode? Json((T Low, T High) value) =>
        new JsonArray(JsonValue.Create(value.Low), JsonValue.Create(value.High));

    private protected override bool TryRead(JsonNode? json, out (T Low, T High) value)
    {
        value = default;
        return json is JsonArray { Count: 2 } pair
            && SliderNumbers.TryRead(pair[0], out value.Low)
            && SliderNumbers.TryRead(pair[1], out value.High);
    }

    private protected override string Text((T Low, T High) value) => $"{SliderNumbers.Text(value.Low)} – {SliderNumbers.Text(value.High)}";
}
