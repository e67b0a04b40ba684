using Lethe.Runtime;

namespace Lethe.Notebooks;

/// <summary>What of HTML, SVG and CSS may stand on a page, whoever wrote it: all that neither runs, loads, sends nor leaves its place
/// (<c>safe-names.txt</c>).</summary>
internal static class SafeNames
{
    private static readonly Dictionary<string, string[]> Lists = Embedded
        .Text(typeof(SafeNames), "safe-names.txt")
        .Split("\n\n")
        .Select(static list => list.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(static words => words[0], static words => words[1..]);

    /// <summary>Elements; style sheets among them, for pictures only.</summary>
    public static IReadOnlyList<string> Tags => Lists["tags:"];

    /// <summary>Attributes; ids among them, for texts and pictures only. Addresses are looked at one by one.</summary>
    public static IReadOnlyList<string> Attributes => Lists["attributes:"];

    /// <summary>Of style attributes: how letters, boxes and tables look; nothing that takes a place elsewhere on the page or names a
    /// file.</summary>
    public static IReadOnlyList<string> Properties => Lists["properties:"];
}
