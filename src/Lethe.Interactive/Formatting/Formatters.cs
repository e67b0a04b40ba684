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
    private static bool registered;
    private static bool tablesAreRegistered;

    /// <summary>Once; a kernel calls it before the first cell that uses one of these libraries.</summary>
    /// <param name="plotly">Where a Jupyter server has plotly.js, below its base URL; null if nowhere.</param>
    public static void Register(string? plotly = null)
    {
        lock (Gate)
        {
            if (!registered)
            {
                registered = true;
                RegisterCharts(plotly);
                RegisterTables();
                RegisterTensors();
            }
        }
    }

    // Apart, so that only what is registered is loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterCharts(string? plotly)
    {
        Formatter.Register<PlotlyChart>(static (chart, writer) => writer.Write(ChartFormat.Json(chart)), ChartFormat.MimeType);
        Formatter.Register<PlotlyChart>((chart, writer) => writer.Write(ChartFormat.Html(chart, plotly)), HtmlFormatter.MimeType);
        // a kernel leaves out an image that is empty
        Formatter.Register<PlotlyChart>(static (chart, writer) => writer.Write(ChartFormat.Svg(chart) ?? ""), ChartFormat.SvgMimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(PlotlyChart), ChartFormat.MimeType, HtmlFormatter.MimeType, ChartFormat.SvgMimeType);
    }

    /// <summary>
    /// Deedle's frames alone, once. For another kernel than the kit's, where nobody calls <see cref="Register"/>; tables of results and the
    /// progress of runs need no call anywhere, they carry a <c>TypeFormatterSourceAttribute</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void RegisterTables()
    {
        lock (Gate)
        {
            if (tablesAreRegistered)
            {
                return;
            }
            tablesAreRegistered = true;
            Formatter.Register<IFrame>(static (frame, writer) => writer.Write(TableFormat.Html(frame)), HtmlFormatter.MimeType);
            Formatter.Register<IFrame>(static (frame, writer) => writer.Write(TableFormat.Text(frame)), PlainTextFormatter.MimeType);
            Formatter.SetPreferredMimeTypesFor(typeof(IFrame), HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
        }
    }

    // Left to itself, a formatter would list the tensor's hundred properties, some of which throw.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterTensors()
    {
        Formatter.Register<torch.Tensor>(
            static (tensor, writer) => writer.Write(tensor.IsInvalid ? "[disposed tensor]" : tensor.ToString(TensorStringStyle.Numpy)),
            PlainTextFormatter.MimeType
        );
        Formatter.SetPreferredMimeTypesFor(typeof(torch.Tensor), PlainTextFormatter.MimeType);
    }
}
