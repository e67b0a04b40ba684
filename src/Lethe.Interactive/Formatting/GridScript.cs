using System.Text.RegularExpressions;
using Lethe.Runtime;

namespace Lethe.Interactive.Formatting;

/// <summary>The script that makes a table one that can be sorted, searched and paged. It is in the output that needs it, asks no network,
/// and without it the table stays as it is.</summary>
internal static partial class GridScript
{
    /// <summary>Of what the script takes hold of.</summary>
    public const string Class = "grid";

    private static readonly Lazy<string> Loaded = new(static () => Embedded.Text(typeof(GridScript), "grid.js").ReplaceLineEndings("\n"));

    /// <summary>For a page that runs its own scripts; twice on a page it does nothing new.</summary>
    public static string Text => Loaded.Value;

    /// <summary>For an output. Without the indents: they are a tenth of it.</summary>
    public static Html Element => Html.Raw($"<script class=\"lethe-{Class}\">\n{Indent().Replace(Text, "")}</script>\n");

    /// <summary>An output without it, for a page that brings it along.</summary>
    public static string Without(string output) => Own().Replace(output, "");

    [GeneratedRegex("^ +", RegexOptions.Multiline)]
    private static partial Regex Indent();

    [GeneratedRegex("<script class=\"lethe-grid\">.*?</script>\n?", RegexOptions.Singleline)]
    private static partial Regex Own();
}
