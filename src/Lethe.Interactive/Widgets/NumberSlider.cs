using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>A slider over numbers.</summary>
public abstract class NumberSlider<T> : ValueWidget<T>
    where T : struct, INumber<T>
{
    private protected NumberSlider(string kind, T least, T most, T value, T step, string format)
        : base(kind, value)
    {
        (Least, Most) = SliderNumbers.Set(Set, least, most, step, format);
        Begin(value);
    }

    public T Least { get; }

    public T Most { get; }

    internal override Html Still() => Row($"{Track(0, SliderNumbers.Share(Value, Least, Most))}<span class=\"value\">{Text(Value)}</span>");

    private protected override T Fit(T value) => T.Clamp(T.IsNaN(value) ? Least : value, Least, Most);

    private protected override JsonNode? Json(T value) => JsonValue.Create(value);

    private protected override bool TryRead(JsonNode? json, out T value) => SliderNumbers.TryRead(json, out value);

    private protected override string Text(T value) => SliderNumbers.Text(value);
}
