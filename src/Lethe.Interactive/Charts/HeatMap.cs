using Lethe.Interactive.Colours;
using Lethe.Interactive.Formatting.Stills;
using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>A matrix as colours with its numbers written in, the first row on top.</summary>
/// <example><code>
/// HeatMap.Draw(confusion, data.ClassNames, data.ClassNames, "Share of the row (%)", xTitle: "Predicted class", yTitle: "True class")
/// </code></example>
public static class HeatMap
{
    private const int RowHeight = 34;

    // More digits than that nobody reads.
    private const int MostLabelled = 900;

    /// <param name="values">Rows x columns; NaN is an empty cell.</param>
    /// <param name="valueTitle">What is measured, and its unit.</param>
    /// <param name="format">Of the numbers in the cells, as .NET writes it.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than rows or columns.</exception>
    public static PlotlyChart Draw(
        double[,] values,
        IReadOnlyList<string> rows,
        IReadOnlyList<string> columns,
        string valueTitle,
        string? title = null,
        string xTitle = "",
        string yTitle = "",
        string format = "0.#"
    )
    {
        if (values.GetLength(0) != rows.Count || values.GetLength(1) != columns.Count)
        {
            throw new ArgumentException(
                $"The matrix is {values.GetLength(0)} x {values.GetLength(1)}, but there are {rows.Count} names of rows and "
                    + $"{columns.Count} of columns."
            );
        }
        var z = Enumerable
            .Range(0, rows.Count)
            .Select(row => Enumerable.Range(0, columns.Count).Select(column => values[row, column]).ToArray())
            .ToArray();
        var finite = z.SelectMany(static row => row).Where(double.IsFinite).ToList();
        var isDiverging = finite.Any(static value => value < 0) && finite.Any(static value => value > 0);
        var map = new Heatmap
        {
            z = z,
            colorscale = isDiverging ? Palette.Diverging.Select(static stop => (object[])[stop.At, stop.Colour]) : Palette.Sequential,
            colorbar = new Colorbar
            {
                title = valueTitle,
                titleside = "right",
                titlefont = new Font { size = 13 },
                thickness = 14,
                outlinewidth = 0,
            },
            text = z.Select((row, i) => row.Select((value, k) => $"{rows[i]}, {columns[k]}: {Number(value, format)}")),
            hoverinfo = "text",
        };
        if (isDiverging)
        {
            var largest = finite.Max(Math.Abs);
            (map.zmin, map.zmax) = (-largest, largest); // nothing is in the middle
        }
        var layout = Layout(rows, columns, title);
        (layout.xaxis.title, layout.yaxis.title) = (xTitle, yTitle);
        return layout.Show([map, .. values.Length <= MostLabelled ? Numbers(z, isDiverging, format) : []]);
    }

    private static ChartLayout Layout(IReadOnlyList<string> rows, IReadOnlyList<string> columns, string? title) =>
        new ChartLayout(title, Math.Clamp(rows.Count * RowHeight, 160, 900) + 110)
        {
            // Names as labels of numbers: two rows may have the same.
            xaxis = new Xaxis
            {
                tickvals = Enumerable.Range(0, columns.Count),
                ticktext = columns,
                showgrid = false,
                zeroline = false,
            },
            yaxis = new Yaxis
            {
                tickvals = Enumerable.Range(0, rows.Count),
                ticktext = rows,
                autorange = "reversed",
                showgrid = false,
                zeroline = false,
            },
            showlegend = false,
        };

    // One text has one colour, so those on dark and on light cells are two.
    private static IEnumerable<Trace> Numbers(double[][] z, bool isDiverging, string format)
    {
        var finite = z.SelectMany(static row => row).Where(double.IsFinite).ToList();
        var reach = finite.Select(Math.Abs).DefaultIfEmpty(1).Max();
        var map = isDiverging
            ? ColourMap.Of(isDiverging, -reach, reach)
            : ColourMap.Of(isDiverging, finite.DefaultIfEmpty(0).Min(), finite.DefaultIfEmpty(1).Max());
        var cells = z.SelectMany((row, y) => row.Select((value, x) => (X: x, Y: y, Value: value)))
            .Where(static cell => double.IsFinite(cell.Value))
            .ToLookup(cell => map.At(cell.Value).Luminance() < 0.3);
        return ((bool[])[true, false])
            .Where(cells.Contains)
            .Select(isDark => new Scatter
            {
                x = cells[isDark].Select(static cell => cell.X),
                y = cells[isDark].Select(static cell => cell.Y),
                text = cells[isDark].Select(cell => Number(cell.Value, format)),
                mode = "text",
                textfont = new Textfont { color = isDark ? "#ffffff" : "#111111", size = 12 },
                hoverinfo = "skip",
                showlegend = false,
            });
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
