namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Shares out the picture: so much to labels, titles and legend that nothing is cut, the rest to the plot.</summary>
internal sealed class PlotArea
{
    private readonly Figure figure;
    private readonly (double Left, double Top, double Right, double Bottom) least;

    public PlotArea(Figure figure, double width, double height)
    {
        this.figure = figure;
        Size = new(0, 0, width, height);
        Legend = new(figure);
        ColourBars = [.. figure.Traces.Select(static trace => trace.ColourBar).OfType<ColourBar>()];
        Axes = [.. figure.Axes.Values.Select(axis => new AxisDrawing(axis, Counter(axis), figure.Font))];
        var margin = figure.Layout.At("margin");
        least = (margin.Number("l") ?? 80, margin.Number("t") ?? 100, margin.Number("r") ?? 80, margin.Number("b") ?? 80);
        foreach (var trace in figure.Traces)
        {
            trace.Extend();
        }
        foreach (var axis in figure.Axes.Values)
        {
            axis.SetRange();
        }
        // Labels depend on the plot's size and the plot's size on the labels: after three rounds nothing moves.
        var edges = least;
        for (var round = 0; round < 3; round++)
        {
            Place(edges);
            edges = Edges();
        }
        Place(edges);
    }

    public Box Size { get; }

    public Box Plot { get; private set; }

    public LegendDrawing Legend { get; }

    public IReadOnlyList<ColourBar> ColourBars { get; }

    public IReadOnlyList<AxisDrawing> Axes { get; }

    /// <summary>How far the axes' labels go beyond the plot on its right and below it.</summary>
    public (double Right, double Bottom) Labels { get; private set; }

    /// <summary>The axis that this one is drawn at the edge of.</summary>
    public Axis? Counter(Axis axis) =>
        (axis.Settings.Text("anchor") is { } anchor ? figure.Axes.GetValueOrDefault(anchor) : null)
        ?? figure.Traces.Where(trace => trace.X == axis || trace.Y == axis).Select(trace => axis.IsX ? trace.Y : trace.X).FirstOrDefault()
        ?? figure.Axes.Values.FirstOrDefault(other => other.IsX != axis.IsX);

    /// <summary>The pixel, across the axis, at which it lies.</summary>
    public double Edge(Axis axis)
    {
        var (low, high) = axis.IsX ? (Plot.Top, Plot.Bottom) : (Plot.Left, Plot.Right);
        if (axis.Settings.Text("anchor") == "free")
        {
            return axis.IsX ? high - ((axis.Settings.Number("position") ?? 0) * (high - low)) : low + ((axis.Settings.Number("position") ?? 0) * (high - low));
        }
        if (Counter(axis) is { } counter)
        {
            (low, high) = (Math.Min(counter.Pixels.From, counter.Pixels.To), Math.Max(counter.Pixels.From, counter.Pixels.To));
        }
        return axis.IsX != axis.IsOpposite ? high : low;
    }

    private (double Left, double Top, double Right, double Bottom) Edges()
    {
        var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0);
        foreach (var drawing in Axes)
        {
            var (edge, (before, after), room) = (Edge(drawing.Axis), drawing.Overhang, drawing.Room);
            var (low, high) = (Math.Min(drawing.Axis.Pixels.From, drawing.Axis.Pixels.To), Math.Max(drawing.Axis.Pixels.From, drawing.Axis.Pixels.To));
            if (drawing.Axis.IsX)
            {
                (left, right) = (Math.Max(left, Plot.Left - (low - before)), Math.Max(right, high + after - Plot.Right));
                (top, bottom) = drawing.Axis.IsOpposite ? (Math.Max(top, Plot.Top - (edge - room)), bottom) : (top, Math.Max(bottom, edge + room - Plot.Bottom));
            }
            else
            {
                (top, bottom) = (Math.Max(top, Plot.Top - (low - before)), Math.Max(bottom, high + after - Plot.Bottom));
                (left, right) = drawing.Axis.IsOpposite ? (left, Math.Max(right, edge + room - Plot.Right)) : (Math.Max(left, Plot.Left - (edge - room)), right);
            }
        }
        Labels = (right, bottom);
        right += ColourBars.Sum(bar => bar.Room(figure.Font)) + Legend.RoomRight;
        bottom += Legend.RoomBelow(Plot.Width) + (figure.Layout.Items("sliders").Count > 0 ? 28 : 0); // the name of the state
        top += Legend.RoomAbove(Plot.Width);
        return (Math.Max(least.Left, left + 4), Math.Max(least.Top, top + 4), Math.Max(least.Right, right + 4), Math.Max(least.Bottom, bottom + 4));
    }

    private void Place((double Left, double Top, double Right, double Bottom) edges)
    {
        Plot = new(edges.Left, edges.Top, Math.Max(20, Size.Width - edges.Left - edges.Right), Math.Max(20, Size.Height - edges.Top - edges.Bottom));
        foreach (var axis in figure.Axes.Values)
        {
            var domain = (axis.Settings.Text("overlaying") is { } under ? figure.Axes.GetValueOrDefault(under) : null)?.Domain ?? axis.Domain;
            axis.SetPixels(
                axis.IsX ? Plot.Left + (domain.From * Plot.Width) : Plot.Bottom - (domain.From * Plot.Height),
                axis.IsX ? Plot.Left + (domain.To * Plot.Width) : Plot.Bottom - (domain.To * Plot.Height));
        }
        foreach (var axis in figure.Axes.Values)
        {
            if (axis.Settings.Text("scaleanchor") is { } other && figure.Axes.TryGetValue(other, out var anchor) && anchor != axis)
            {
                ScaleAnchor.Match(axis, anchor);
            }
        }
        foreach (var axis in figure.Axes.Values)
        {
            axis.SetTicks(figure.Font.Size);
        }
    }
}
