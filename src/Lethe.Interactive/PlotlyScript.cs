using System.IO.Compression;

namespace Lethe.Interactive;

/// <summary>The one copy of plotly.js that all charts of this kit are drawn with: no network, no second version.</summary>
public static class PlotlyScript
{
    private static readonly Lazy<string> Loaded = new(static () =>
    {
        using var reader = new StreamReader(Open());
        return reader.ReadToEnd();
    });

    private static readonly Lazy<string> Packed = new(static () =>
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var script = Open())
        {
            script.CopyTo(gzip);
        }
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    });

    /// <summary>The library (plotly.js, cartesian bundle, MIT): 1.5 MB of JavaScript.</summary>
    public static string Text => Loaded.Value;

    /// <summary>A script element that gives the page <c>window.Plotly</c>, unless it has it: 0.7 MB, because the library is packed in it.</summary>
    public static string Element =>
        $$"""
        <script>
        if (!window.Plotly && !window.lethePlotly) {
          window.lethePlotly = (async () => {
            const packed = Uint8Array.from(atob('{{Packed.Value}}'), c => c.charCodeAt(0));
            const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
            const script = document.createElement('script');
            script.textContent = text;
            document.head.appendChild(script);
          })();
        }
        </script>
        """;

    private static Stream Open() => typeof(PlotlyScript).Assembly.GetManifestResourceStream("plotly.min.js")!;
}
