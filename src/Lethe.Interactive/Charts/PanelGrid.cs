using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>Several plots in one chart: each with axes of its own, in rows of at most three.</summary>
internal sealed class PanelGrid(int count)
{
    private const double Gap = 0.06,
        RowGap = 0.12;

    public int Columns { get; } = Math.Clamp(count, 1, 3);

    public int Rows => ((count - 1) / Columns) + 1;

    /// <summary><c>x</c>, <c>x2</c>, …: the same number for both axes of a plot.</summary>
    public static string Axis(char direction, int panel) =>
        panel == 0 ? direction.ToString() : string.Create(CultureInfo.InvariantCulture, $"{direction}{panel + 1}");

    /// <summary>The part of the chart's width.</summary>
    public double[] Across(int panel) => Part(panel % Columns, Columns, Gap);

    /// <summary>The part of the chart's height; the first row is on top.</summary>
    public double[] Up(int panel) => Part(Rows - 1 - (panel / Columns), Rows, RowGap);

    /// <summary>A plot's name, in the middle above it.</summary>
    public Annotation Title(int panel, string name) =>
        new()
        {
            text = name,
            xref = "paper",
            yref = "paper",
            x = Math.Round(Across(panel).Average(), 4),
            y = Up(panel)[1],
            xanchor = "center",
            yanchor = "bottom",
            showarrow = false,
        };

    private static double[] Part(int index, int parts, double gap)
    {
        var size = (1 - (gap * (parts - 1))) / parts;
        return [Math.Round(index * (size + gap), 4), Math.Round((index * (size + gap)) + size, 4)];
    }
}
