using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>Images in rows and columns, each with its caption below.</summary>
/// <example><code>
/// ImageGrid.Draw([.. Enumerable.Range(0, 12).Select(i => Picture.From(data.Images[i]))], captions, columns: 6)
/// </code></example>
public static class ImageGrid
{
    // Pixels: an image's edge at most, a line of caption, and what one letter of it takes.
    private const double LargestCell = 160,
        SmallestCell = 56,
        Page = 720,
        CaptionLine = 16,
        Letter = 7;
    private const double GapAcross = 0.12;

    /// <param name="captions">One a picture; long ones are broken. None at all if null.</param>
    /// <exception cref="ArgumentException">There is no picture, or captions differ in number.</exception>
    public static PlotlyChart Draw(
        IReadOnlyList<Picture> pictures,
        IReadOnlyList<string>? captions = null,
        int columns = 6,
        string? title = null
    )
    {
        if (pictures.Count == 0 || columns < 1 || (captions?.Count ?? pictures.Count) != pictures.Count)
        {
            throw new ArgumentException(
                $"Wanted at least one picture, one column and a caption each, got {pictures.Count} pictures, {columns} columns "
                    + $"and {captions?.Count} captions."
            );
        }
        columns = Math.Min(columns, pictures.Count);
        var rows = ((pictures.Count - 1) / columns) + 1;
        var cell = Math.Round(Math.Clamp(Page / (columns * (1 + GapAcross)), SmallestCell, LargestCell));
        var broken = captions?.Select(caption => Wrapping.Break(caption, (int)(cell * (1 + GapAcross) / Letter))).ToList();
        var lines = broken?.Max(static caption => caption.Split("<br>").Length) ?? 0;
        // In units of a cell.
        var gapDown = Math.Round(((lines * CaptionLine) + 10) / cell, 3);
        var (width, height) = (columns + ((columns - 1) * GapAcross), rows + ((rows - 1) * gapDown));
        var below = lines > 0 ? gapDown : 0;
        var layout = new ChartLayout(title, ((height + below) * cell) + 36) { showlegend = false };
        (layout.margin.l, layout.margin.r, layout.margin.b) = (10, 10, 10);
        SetPlane(layout, (width, height), height + below, new ImageSheet(columns, cell, GapAcross, gapDown).Draw(pictures));
        var places = pictures
            .Select((_, i) => (X: Math.Round((i % columns * (1 + GapAcross)) + 0.5, 3), Y: Math.Round(i / columns * (1 + gapDown), 3)))
            .ToList();
        if (broken is not null)
        {
            layout.annotations = [.. places.Select((place, i) => Caption(place, broken[i]))];
        }
        // Nothing to be seen: plotly draws axes, and images on them, only for a trace.
        return layout.Show([
            new Scatter
            {
                x = places.Select(static place => place.X),
                y = places.Select(static place => place.Y + 0.5),
                mode = "markers",
                marker = new Marker { opacity = 0 },
                text = captions,
                hoverinfo = captions is null ? "skip" : "text",
            },
        ]);
    }

    private static void SetPlane(ChartLayout layout, (double Width, double Height) size, double bottom, string sheet)
    {
        // A cell is a square of the same size on both axes, whatever the page's width.
        layout.Further["xaxis"] = new
        {
            visible = false,
            range = (double[])[0, size.Width],
            scaleanchor = "y",
            constrain = "domain",
            fixedrange = true,
        };
        layout.Further["yaxis"] = new
        {
            visible = false,
            range = (double[])[bottom, 0],
            constrain = "domain",
            fixedrange = true,
        };
        layout.Further["images"] = new[]
        {
            new
            {
                source = sheet,
                xref = "x",
                yref = "y",
                x = 0,
                y = 0,
                sizex = size.Width,
                sizey = size.Height,
                sizing = "stretch",
                layer = "above",
            },
        };
    }

    private static Annotation Caption((double X, double Y) place, string text) =>
        new()
        {
            x = place.X,
            y = Math.Round(place.Y + 1, 3),
            text = text,
            xref = "x",
            yref = "y",
            xanchor = "center",
            yanchor = "top",
            showarrow = false,
        };
}
