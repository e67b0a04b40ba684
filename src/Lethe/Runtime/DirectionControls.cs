using System.Text.RegularExpressions;

namespace Lethe.Runtime;

/// <summary>Unicode's controls of the direction of text: unseen, they let code and names of files read as something else.</summary>
public static partial class DirectionControls
{
    /// <summary>The text with each control as, for example, <c>‹U+202E›</c>.</summary>
    public static string Show(string text) =>
        Controls().Replace(text, static control => FormattableString.Invariant($"‹U+{(int)control.Value[0]:X4}›"));

    /// <summary>JSON with each control escaped: the same data, and nothing that acts on a screen.</summary>
    public static string InJson(string json) =>
        Controls().Replace(json, static control => FormattableString.Invariant($"\\u{(int)control.Value[0]:X4}"));

    public static bool Contains(ReadOnlySpan<char> text) =>
        text.IndexOfAnyInRange('\u202A', '\u202E') >= 0 || text.IndexOfAnyInRange('\u2066', '\u2069') >= 0;

    [GeneratedRegex("[\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex Controls();
}
