using System.Text;
using Lethe.Interactive.Runs;
using Lethe.Training;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Interactive.Formatting;

/// <summary>
/// A run as a notebook shows it. While it lives: cells, the current one, its training. When it is over: what was computed, what failed and
/// why,
/// and the last loss curve at its epochs' ends. Speeds and places of reports differ from run to run and are not kept.
/// </summary>
internal static class RunFormat
{
    public const string Css = """
        .lethe-run { font-size: 13px; line-height: 1.5; max-width: 46em; font-variant-numeric: tabular-nums; }
        .lethe-run .line { display: flex; flex-wrap: wrap; align-items: center; gap: .1em 1.1em; margin: .2em 0; }
        .lethe-run .bar { flex: 0 1 12em; height: .5em; border-radius: .25em; background: #8884; overflow: hidden; }
        .lethe-run .bar span { display: block; height: 100%; background: #2a8f4c; background: color-mix(in srgb, currentColor 25%, #12a14b); }
        .lethe-run .quiet { color: #777; color: color-mix(in srgb, currentColor 68%, transparent); }
        .lethe-run .failed { color: #b3402a; color: color-mix(in srgb, currentColor 35%, #e5482a); overflow-wrap: anywhere; }
        .lethe-run ul { margin: .2em 0; padding-left: 1.2em; }
        .lethe-run svg { width: 140px; height: 28px; flex: none; }
        """;

    public static string Html(RunState state)
    {
        var text = new StringBuilder($"<style>\n{Css}\n</style>\n<div class=\"lethe-run\">\n");
        if (state.IsOver)
        {
            Over(text, state);
        }
        else
        {
            Running(text, state);
        }
        return text.Append("</div>\n").ToString();
    }

    public static string Text(RunState state) =>
        state.IsOver
            ? string.Join(
                '\n',
                [
                    Summary(state),
                    .. state.Failures.Select(static record => $"failed: {RunLog.Name(record.Cell)}: {record.Error}"),
                    .. state.Losses?.Last is { } last ? [Curve(state, last)] : (string[])[],
                ]
            )
            : RunLog.Line(state);

    private static void Running(StringBuilder text, RunState state)
    {
        List<string> cells = [$"<strong>{Escape(state.Title)}</strong>"];
        if (state.Total > 0)
        {
            cells.Add(Bar(state.Done, state.Total));
            cells.Add(
                state.Cell is null
                    ? Invariant($"{state.Done} of {state.Total} cells")
                    : Invariant($"cell {Math.Min(state.Done + 1, state.Total)} of {state.Total}")
            );
        }
        if (Counts(state) is { Count: > 0 } counts)
        {
            cells.Add(Quiet(string.Join(", ", counts)));
        }
        cells.Add(Quiet(Span(state.Elapsed) + (state.Left is { } left ? $", about {Span(left)} left" : "")));
        Line(text, cells);
        if (state.Cell is { } cell)
        {
            Line(text, [Escape(RunLog.Name(cell) + (state.Stage is null ? "" : $": {state.Stage}"))]);
        }
        if (state.Training is { } now)
        {
            Line(
                text,
                [
                    Invariant($"epoch {now.Epoch} of {now.Epochs}"),
                    Bar(((now.Epoch - 1.0) * now.Steps) + now.Step, (double)now.Epochs * now.Steps),
                    Invariant($"step {now.Step} of {now.Steps}"),
                    Quiet($"{Span(now.Remaining)} left"),
                ]
            );
            Line(
                text,
                [
                    Invariant($"loss {now.Loss:F4}"),
                    Sparkline.Svg(state.Losses?.Points ?? [], "loss"),
                    Invariant($"accuracy {now.Accuracy:F2} %"),
                    Quiet(Invariant($"{now.ImagesPerSecond:F0} images/s")),
                    Quiet(Invariant($"{now.LiveTensors} live tensors")),
                ]
            );
        }
    }

    private static void Over(StringBuilder text, RunState state)
    {
        Line(text, [Escape(Summary(state))]);
        if (state.Failures.Count > 0)
        {
            text.Append(
                $"<ul>{string.Concat(state.Failures.Select(static record => $"<li class=\"failed\">{Escape($"{RunLog.Name(record.Cell)}: {record.Error}")}</li>"))}</ul>\n"
            );
        }
        if (state.Losses is { Last: { } last } losses)
        {
            Line(text, [Sparkline.Svg(losses.Epochs, "loss"), Quiet(Curve(state, last))]);
        }
    }

    // The time is said only where something was computed: a notebook that finds all its records keeps its bytes.
    private static string Summary(RunState state)
    {
        if (state.Total == 0)
        {
            return state.Losses?.Last is not { } last ? $"{state.Title}: nothing was reported."
                : IsWhole(last) ? Invariant($"{state.Title}: {Count(last.Epochs, "epoch")} in {Span(state.Elapsed)}.")
                : Invariant($"{state.Title}: stopped in epoch {last.Epoch} of {last.Epochs}.");
        }
        var done =
            state.Done < state.Total
                ? Invariant($"stopped after {state.Done} of {Count(state.Total, "cell")}")
                : Count(state.Total, "cell");
        return $"{state.Title}: "
            + $"{string.Join(", ", [done, .. state.Computed > 0 ? [Invariant($"{state.Computed} computed in {Span(state.Elapsed)}")] : (string[])[], .. Counts(state)])}.";
    }

    private static string Curve(RunState state, TrainingProgress last)
    {
        var epochs = state.Losses!.Epochs;
        var loss =
            epochs.Count > 1
                ? Invariant($"loss {epochs[0].Loss:F4} → {epochs[^1].Loss:F4} in {Count(epochs.Count, "epoch")}")
                : Invariant($"loss {last.Loss:F4}");
        var whose = state.Trained is { } trained ? $" ({RunLog.Name(trained.Cell)}: {trained.Stage})" : "";
        return Invariant($"{loss}, accuracy {last.Accuracy:F2} %{whose}");
    }

    private static List<string> Counts(RunState state) =>
        [
            .. state.Skipped > 0 ? [Invariant($"{state.Skipped} kept")] : (string[])[],
            .. state.Failed > 0 ? [Invariant($"{state.Failed} failed")] : (string[])[],
        ];

    private static string Bar(double done, double total)
    {
        var percent = total > 0 ? 100 * Math.Clamp(done / total, 0, 1) : 0;
        return Invariant(
            $"<span class=\"bar\" role=\"progressbar\" aria-valuenow=\"{percent:0}\"><span style=\"width: {percent:0.#}%\"></span></span>"
        );
    }

    private static void Line(StringBuilder text, IEnumerable<string> parts) =>
        text.Append(
            $"<div "
                + $"class=\"line\">{string.Join(' ', parts.Where(static part => part.Length > 0).Select(static part => part.StartsWith('<') ? part : $"<span>{part}</span>"))}</div>\n"
        );

    private static string Quiet(string text) => $"<span class=\"quiet\">{Escape(text)}</span>";

    private static string Count(int number, string what) => Invariant($"{number} {what}{(number == 1 ? "" : "s")}");

    private static bool IsWhole(TrainingProgress last) => last.Epoch == last.Epochs && last.Step == last.Steps;

    private static string Escape(string text) => Lethe.Pages.Html.Escape(text);
}
