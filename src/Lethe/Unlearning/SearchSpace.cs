namespace Lethe.Unlearning;

/// <summary>
/// Where tuning looks for a method's settings: a list of knobs, each a set of values or a range searched on a logarithmic scale. The spaces
/// of the kit are those of the comparisons that searched at all, made wide enough to hold every profile's own settings.
/// </summary>
/// <param name="Knobs">In the order in which they are turned.</param>
public sealed record SearchSpace(params IReadOnlyList<SearchKnob> Knobs)
{
    /// <summary>A method with nothing to search.</summary>
    public static SearchSpace None { get; } = new();

    /// <summary>Log-uniform: <c>low (high / low)^u</c>, to three digits.</summary>
    public SearchSpace Log<T>(string name, double low, double high, Func<T, double, T> set)
        where T : IUnlearningMethod =>
        With(
            new(
                name,
                [],
                place => (low * Math.Pow(high / low, place)).ToString("G3", CultureInfo.InvariantCulture),
                (method, value) => set((T)method, double.Parse(value, CultureInfo.InvariantCulture))
            )
        );

    /// <summary>One of a few values; from the cheapest on, if they differ in cost.</summary>
    public SearchSpace OneOf<T, TValue>(string name, IReadOnlyList<TValue> values, Func<T, TValue, T> set)
        where T : IUnlearningMethod
        where TValue : notnull
    {
        string[] texts = [.. values.Select(static value => string.Create(CultureInfo.InvariantCulture, $"{value}"))];
        return With(
            new(
                name,
                texts,
                place => texts[(int)(place * texts.Length)],
                (method, text) =>
                    Array.IndexOf(texts, text) is >= 0 and var at
                        ? set((T)method, values[at])
                        : throw new ArgumentException($"{method.Name} is not searched at {name} = {text}.", nameof(text))
            )
        );
    }

    /// <summary>The method with settings of this space, by name.</summary>
    /// <exception cref="ArgumentException">A setting or value that the space does not have.</exception>
    public IUnlearningMethod Apply(IUnlearningMethod method, IEnumerable<KeyValuePair<string, string>> settings) =>
        settings.Aggregate(
            method,
            (changed, one) =>
                (Knobs.FirstOrDefault(knob => knob.Name == one.Key) ?? throw new ArgumentException($"{method.Name} has no {one.Key}.")).Set(
                    changed,
                    one.Value
                )
        );

    private SearchSpace With(SearchKnob knob) => new([.. Knobs, knob]);
}
