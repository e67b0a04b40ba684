using System.Text.RegularExpressions;

namespace Lethe.Notebooks;

/// <summary>What a page carries within itself.</summary>
internal static partial class PageAssets
{
    private static readonly Lazy<string> LazyKatexStyle = new(static () =>
        // Of three formats of each font, the one that every browser of today reads.
        FontSources()
            .Replace(
                Text("katex/katex.min.css"),
                static match =>
                    $"src:url(data:font/woff2;base64,{Convert.ToBase64String(Bytes($"katex/{match.Groups["file"].Value}"))}) "
                    + $"format(\"woff2\")"
            )
    );

    /// <summary>For the end of every page.</summary>
    public static string PageScript { get; } = Text("page.js");

    /// <summary>For pages with charts, after plotly.js.</summary>
    public static string ChartScript { get; } = Text("chart.js");

    public static string KatexScript => Text("katex/katex.min.js");

    public static string KatexStyle => LazyKatexStyle.Value;

    /// <summary>A resource of this assembly.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    private static byte[] Bytes(string name)
    {
        using var stream = Open(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Stream Open(string name) =>
        typeof(PageAssets).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");

    [GeneratedRegex(@"src:url\(fonts/(?<file>[\w-]+\.woff2)\)[^;}]*")]
    private static partial Regex FontSources();
}
