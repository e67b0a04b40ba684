using Lethe.Interactive.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Views;

/// <summary>A run as it is drawn in a terminal: all cells, the current one, its training, and what the last ones came to.</summary>
internal static class RunView
{
    public static IRenderable Of(RunState state)
    {
        var rows = new List<IRenderable>();
        rows.AddRange(state.Lines.Select(static line => new Markup(Coloured(line)) { Overflow = Overflow.Ellipsis }));
        rows.Add(Overall(state));
        foreach (var (cell, stage) in state.Running)
        {
            rows.Add(new Markup($"  [bold]{RunLog.Name(cell).EscapeMarkup()}[/]{(stage is null ? "" : $": {stage.EscapeMarkup()}")}"));
        }
        if (state.Training is { } training)
        {
            rows.Add(Training(training));
        }
        return new Rows(rows);
    }

    private static Grid Overall(RunState state)
    {
        var counts = $"{state.Done} of {state.Total} cells";
        counts += state.Skipped > 0 ? $", {state.Skipped} kept" : "";
        counts += state.Failed > 0 ? $", [red]{state.Failed} failed[/]" : "";
        var left = state.Left is { } guess ? $", about {Span(guess)} left" : "";
        return Line(
            new Markup($"[bold]{state.Title.EscapeMarkup()}[/]"),
            new Bar(state.Done, state.Total),
            new Markup(counts),
            new Text($"{Span(state.Elapsed)}{left}")
        );
    }

    private static Rows Training(Training.TrainingProgress p) =>
        new(
            Line(
                new Text(Invariant($"  epoch {p.Epoch}/{p.Epochs}")),
                new Bar(((double)(p.Epoch - 1) * p.Steps) + p.Step, (double)p.Epochs * p.Steps),
                new Text(Invariant($"step {p.Step}/{p.Steps}")),
                new Text($"{Span(p.Remaining)} left")
            ),
            new Text(
                Invariant($"  loss {p.Loss:F4}{(double.IsNaN(p.Accuracy) ? "" : Invariant($"   accuracy {p.Accuracy:F2} %"))}   ")
                    + Invariant($"{p.ImagesPerSecond:F0} images/s   {p.LiveTensors} live tensors")
            )
        );

    private static Grid Line(params IRenderable[] parts)
    {
        var grid = new Grid { Expand = false };
        foreach (var _ in parts)
        {
            grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        }
        return grid.AddRow(parts);
    }

    private static string Coloured(string line)
    {
        var text = line.Trim().EscapeMarkup();
        return text.StartsWith("FAILED", StringComparison.Ordinal) ? $"[red]{text}[/]" : $"[green]{text[..4]}[/]{text[4..]}";
    }
}
