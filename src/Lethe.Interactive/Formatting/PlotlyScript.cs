using System.Text.Json;
using Lethe.Runtime;

namespace Lethe.Interactive.Formatting;

/// <summary>The one copy of plotly.js that all charts of this kit are drawn with: no network, no second version.</summary>
public static class PlotlyScript
{
    /// <summary>Of the file in an installed kernel's folder, from where a Jupyter server gives it to its pages.</summary>
    public const string FileName = "plotly.min.js";

    /// <summary>Where that is, below the server's base URL: it serves every file of a kernel's folder.</summary>
    public const string KernelPath = $"kernelspecs/lethe-csharp/{FileName}";

    private static readonly Lazy<string> Loaded = new(static () => Embedded.Text(typeof(PlotlyScript), FileName));

    /// <summary>The library (plotly.js, cartesian bundle, MIT): 1.5 MB of JavaScript.</summary>
    public static string Text => Loaded.Value;

    /// <summary>JavaScript that draws a figure over its still picture, where plotly.js can be had.</summary>
    /// <param name="name">The class of the picture's element.</param>
    /// <param name="figure">JSON.</param>
    /// <param name="path">
    /// Of the file, below a Jupyter server's base URL: once a page it is promised as <c>window.lethePlotly</c>. If null, only a plotly.js
    /// that the page has already is used.
    /// </param>
    internal static string Drawing(string name, string figure, string? path)
    {
        var loader = path is null ? "" : Script("loader.js").TrimEnd().Replace("PATH", JsonSerializer.Serialize(path), Ordinal);
        return Script("chart.js").Replace("LOADER", loader, Ordinal).Replace("NAME", name, Ordinal).Replace("FIGURE", figure, Ordinal);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static string Script(string name) => Embedded.Text(typeof(PlotlyScript), name).ReplaceLineEndings("\n");
}
