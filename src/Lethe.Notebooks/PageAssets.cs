using Lethe.Runtime;

namespace Lethe.Notebooks;

/// <summary>What a page carries within itself.</summary>
internal static partial class PageAssets
{
    // Of three formats of each font, the one that every browser of today reads.
    private static readonly Lazy<string> Katex = new(static () =>
        FontSources()
            .Replace(
                Text("katex/katex.min.css"),
                static match => $"src:url({Html.Data("font/woff2", Bytes($"katex/{match.Groups["file"].Value}"))}) format(\"woff2\")"
            )
    );

    public static string KatexStyle => Katex.Value;

    public static string KatexScript => Text("katex/katex.min.js");

    /// <summary>A resource of this assembly.</summary>
    public static string Text(string name) => Embedded.Text(typeof(PageAssets), name);

    private static byte[] Bytes(string name) => Embedded.Bytes(typeof(PageAssets), name);

    [GeneratedRegex(@"src:url\(fonts/(?<file>[\w-]+\.woff2)\)[^;}]*")]
    private static partial Regex FontSources();
}
