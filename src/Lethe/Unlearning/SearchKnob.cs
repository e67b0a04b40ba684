namespace Lethe.Unlearning;

/// <summary>A setting that tuning searches: where, and how it is changed.</summary>
/// <param name="Name">As in records: <c>learningRate</c>.</param>
/// <param name="Values">Its values, as text, from the cheapest on if it decides the cost; empty if it is drawn from a range.</param>
/// <param name="Draw">The value at a place in [0, 1).</param>
/// <param name="Set">The method with a value.</param>
public sealed record SearchKnob(
    string Name,
    IReadOnlyList<string> Values,
    Func<double, string> Draw,
    Func<IUnlearningMethod, string, IUnlearningMethod> Set
)
{
    /// <summary>The next smaller of <see cref="Values"/>; null if there is none.</summary>
    public string? Below(string value) => Values.ToList().IndexOf(value) is > 0 and var place ? Values[place - 1] : null;
}
