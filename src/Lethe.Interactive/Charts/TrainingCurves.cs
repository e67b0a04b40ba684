using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>Loss and accuracy over the epochs, side by side: two scales on one plot would invite comparing what cannot be
/// compared.</summary>
/// <example><code>
/// TrainingCurves.Draw([new("original", result.Losses, accuracies)])
/// </code></example>
public static class TrainingCurves
{
    // So many epochs have a number each.
    private const int MostCounted = 12;

    public static PlotlyChart Draw(IReadOnlyList<TrainingCurve> runs, string? title = null, string accuracyTitle = "Accuracy (%)")
    {
        var hasAccuracy = runs.Any(static run => run.Accuracies is not null);
        var epochs = runs.Select(static run => Math.Max(run.Losses.Count, run.Accuracies?.Count ?? 0)).DefaultIfEmpty().Max();
        var layout = new ChartLayout(title, 360)
        {
            xaxis = new Xaxis { title = "Epoch", domain = hasAccuracy ? (double[])[0, 0.44] : [0, 1] },
            yaxis = new Yaxis { title = "Loss", rangemode = "tozero" },
            showlegend = runs.Count > 1,
        };
        var traces = Lines.Traces(
            [.. runs.Select(static run => new LineSeries(run.Name, Epochs(run.Losses), run.Losses))],
            "x",
            "y",
            isInLegend: true
        );
        if (hasAccuracy)
        {
            layout.xaxis2 = new Xaxis
            {
                title = "Epoch",
                domain = (double[])[0.56, 1],
                anchor = "y2",
            };
            layout.yaxis2 = new Yaxis { title = accuracyTitle, anchor = "x2" };
            traces = traces.Concat(
                Lines.Traces(
                    [.. runs.Select(static run => new LineSeries(run.Name, Epochs(run.Accuracies ?? []), run.Accuracies ?? []))],
                    "x2",
                    "y2",
                    isInLegend: false
                )
            );
        }
        if (epochs <= MostCounted)
        {
            layout.xaxis.dtick = 1; // there is no half epoch
            if (hasAccuracy)
            {
                layout.xaxis2.dtick = 1;
            }
        }
        return layout.Show(traces);
    }

    private static double[] Epochs(IReadOnlyList<double> values) => [.. values.Select(static (_, i) => i + 1.0)];
}
