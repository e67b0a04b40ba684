namespace Lethe.Data;

/// <summary>Which class a user means, by name or by number. What could mean two classes is refused: the wrong one would be
/// forgotten.</summary>
public static class ClassChoice
{
    private const string ByName = "name:",
        ByNumber = "number:";

    /// <param name="wanted">A name, in any spelling of its accents, and in other capitals if only one class fits; or a number from 0;
    /// <c>name:3</c> and <c>number:3</c> say which.</param>
    /// <exception cref="LetheException">Usage: no such class, or two.</exception>
    public static int Find(string title, IReadOnlyList<string> names, string wanted)
    {
        var number = Number(wanted.StartsWith(ByNumber, StringComparison.Ordinal) ? wanted[ByNumber.Length..] : wanted, names.Count);
        var named = wanted.StartsWith(ByNumber, StringComparison.Ordinal) ? [] : Named(names, wanted);
        if (named.Count == 0 && wanted.StartsWith(ByName, StringComparison.Ordinal))
        {
            (named, number) = (Named(names, wanted[ByName.Length..]), null);
        }
        return (named, number) switch
        {
            ([_, _, ..], _) => throw LetheException.Usage(
                $"'{wanted}' could be {string.Join(" or ", named.Select(index => $"{names[index]} (class {index})"))} of "
                    + $"{title}. Write the name with its capitals, or {ByNumber}{named[0]}."
            ),
            ([var only], { } other) when only != other => throw LetheException.Usage(
                $"'{wanted}' could be the class of that name, which has the number {only}, or class {other}, which is "
                    + $"{names[other]}. Write {ByName}{wanted} or {ByNumber}{wanted}."
            ),
            ([var only], _) => only,
            (_, { } one) => one,
            _ => throw LetheException.Usage(
                $"{title} has no class '{wanted}'. It has 0 to {names.Count - 1}: "
                    + $"{string.Join(", ", names.Take(12))}{(names.Count > 12 ? ", …" : "")}."
            ),
        };
    }

    private static int? Number(string text, int classes) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < classes ? number : null;

    // The name as it is; else, whatever its capitals, every one that fits.
    private static List<int> Named(IReadOnlyList<string> names, string wanted)
    {
        var (name, composed) = (CanonicalText.Composed(wanted), names.Select(CanonicalText.Composed).ToList());
        List<int> All(StringComparison comparison) =>
            [.. Enumerable.Range(0, names.Count).Where(i => composed[i].Equals(name, comparison))];
        return All(StringComparison.Ordinal) is [_, ..] exact ? exact : All(StringComparison.OrdinalIgnoreCase);
    }
}
