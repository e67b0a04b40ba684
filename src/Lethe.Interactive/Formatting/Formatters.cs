using System.Runtime.CompilerServices;
using Deedle;
using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp;
using XPlot.Plotly;

namespace Lethe.Interactive.Formatting;

/// <summary>How a notebook shows the things that this kit works with: charts, tables, tensors.</summary>
public static class Formatters
{
    private static readonly Lock Gate = new();

    /// <summary>
    /// What has no formatter yet gets the kit's. A kernel calls it before the first cell that uses one of these libraries, and after a cell
    /// has reset all formatters.
    /// </summary>
    /// <param name="plotly">Where a Jupyter server has plotly.js, below its base URL; null if nowhere.</param>
    public static void Register(string? plotly = null)
    {
        lock (Gate)
        {
            RegisterCharts(plotly);
            RegisterTables();
            RegisterTensors();
        }
    }

    // Apart, so that only what is registered is loaded. A kernel leaves out an image that is empty.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterCharts(string? plotly) =>
        Add<PlotlyChart>(
            (ChartFormat.MimeType, ChartFormat.Json),
            (HtmlFormatter.MimeType, chart => ChartFormat.Html(chart, plotly)),
            (ChartFormat.SvgMimeType, static chart => ChartFormat.Svg(chart) ?? "")
        );

    /// <summary>
    /// Deedle's frames alone. For another kernel than the kit's, where nobody calls <see cref="Register"/>; tables of results and the
    /// progress of runs need no call anywhere, they carry a <c>TypeFormatterSourceAttribute</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void RegisterTables()
    {
        lock (Gate)
        {
            Add<IFrame>((HtmlFormatter.MimeType, TableFormat.Html), (PlainTextFormatter.MimeType, TableFormat.Text));
        }
    }

    // Left to itself, a formatter would list the tensor's hundred properties, some of which throw.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterTensors() =>
        Add<torch.Tensor>(
            (
                PlainTextFormatter.MimeType,
                static tensor => tensor.IsInvalid ? "[disposed tensor]" : tensor.ToString(TensorStringStyle.Numpy)
            )
        );

    // The forms from the preferred one on; a user's own come first.
    private static void Add<T>(params (string MimeType, Func<T, string> Text)[] forms)
    {
        if (Formatter.RegisteredFormatters(includeDefaults: false).Any(static one => one.Type == typeof(T)))
        {
            return;
        }
        foreach (var (mimeType, text) in forms)
        {
            Formatter.Register<T>((value, writer) => writer.Write(text(value)), mimeType);
        }
        Formatter.SetPreferredMimeTypesFor(typeof(T), [.. forms.Select(static form => form.MimeType)]);
    }
}
