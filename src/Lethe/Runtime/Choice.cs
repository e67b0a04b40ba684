namespace Lethe.Runtime;

/// <summary>Names that a user has chosen from a list.</summary>
public static class Choice
{
    /// <summary>What was asked for, in the order of <paramref name="known"/>.</summary>
    /// <exception cref="LetheException">Usage: an unknown name.</exception>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<string>? asked,
        IReadOnlyList<string> known,
        IReadOnlyList<string> usual,
        string what
    ) =>
        asked is null ? usual
        : asked.FirstOrDefault(name => !known.Contains(name)) is { } wrong
            ? throw LetheException.Usage($"There is no {what} '{wrong}'. Known: {string.Join(", ", known)}.")
        : [.. known.Where(asked.Contains)];
}
