using System.Text.Json;

namespace Lethe.Interactive;

/// <summary>The one copy of plotly.js that all charts of this kit are drawn with: no network, no second version.</summary>
public static class PlotlyScript
{
    /// <summary>Of the file in an installed kernel's folder, from where a Jupyter server gives it to its pages.</summary>
    public const string FileName = "plotly.min.js";

    private static readonly Lazy<string> Loaded = new(static () =>
    {
        using var reader = new StreamReader(typeof(PlotlyScript).Assembly.GetManifestResourceStream(FileName)!);
        return reader.ReadToEnd();
    });

    /// <summary>The library (plotly.js, cartesian bundle, MIT): 1.5 MB of JavaScript.</summary>
    public static string Text => Loaded.Value;

    /// <summary>JavaScript that promises plotly.js as <c>window.lethePlotly</c>, once a page; null comes of it where there is none. Outside
    /// of Jupyter nothing is asked for.</summary>
    /// <param name="path">Of the file, below the Jupyter server's base URL.</param>
    internal static string Loader(string path) =>
        $$"""
            window.lethePlotly ??= window.Plotly ?? (() => {
                const settings = document.getElementById('jupyter-config-data');
                const base = document.body.dataset.baseUrl ?? (settings && JSON.parse(settings.textContent).baseUrl);
                return base && new Promise(done => {
                  const script = document.createElement('script');
                  script.onload = () => done(window.Plotly);
                  script.onerror = () => done(null);
                  script.src = base.replace(/\/?$/, '/') + {{JsonSerializer.Serialize(path)}};
                  document.head.append(script);
                });
              })();
            """;
}
