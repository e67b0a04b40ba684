using Lethe.Interactive.Runs;
using Lethe.Training;
using static Lethe.Interactive.Runs.Numbers;
using Markup = Lethe.Pages.Html;

namespace Lethe.Interactive.Formatting;

/// <summary>
/// A run as a notebook shows it. While it lives: cells, the current one, its training. When it is over: what was computed, what failed and
/// why, and the last loss curve at its epochs' ends. Speeds and places of reports differ from run to run and are not kept.
/// </summary>
internal static class RunFormat
{
    public static string Html(RunState state) => OutputStyle.Run.Wrap(state.IsOver ? Over(state) : Running(state));

    public static string Text(RunState state)
    {
        if (!state.IsOver)
        {
            return RunLog.Line(state);
        }
        List<string> lines = [Summary(state), .. state.Failures.Select(static one => $"failed: {RunLog.Name(one.Cell)}: {one.Error}")];
        if (state.Losses?.Last is { } last)
        {
            lines.Add(Curve(state, last));
        }
        return string.Join('\n', lines);
    }

    private static Html Running(RunState state)
    {
        List<Html> parts = [$"<strong>{state.Title}</strong>"];
        if (state.Total > 0)
        {
            parts.Add(Bar(state.Done, state.Total));
            parts.Add(
                Part(
                    state.Cell is null
                        ? Invariant($"{state.Done} of {state.Total} cells")
                        : Invariant($"cell {Math.Min(state.Done + 1, state.Total)} of {state.Total}")
                )
            );
        }
        if (Counts(state) is { Count: > 0 } counts)
        {
            parts.Add(Quiet(string.Join(", ", counts)));
        }
        parts.Add(Quiet(Span(state.Elapsed) + (state.Left is { } left ? $", about {Span(left)} left" : "")));
        var html = Line([.. parts]);
        if (state.Cell is { } cell)
        {
            html.Add(Line(Part(RunLog.Name(cell) + (state.Stage is null ? "" : $": {state.Stage}"))));
        }
        if (state.Training is { } now)
        {
            html.Add(
                Line(
                    Part(Invariant($"epoch {now.Epoch} of {now.Epochs}")),
                    Bar(((now.Epoch - 1.0) * now.Steps) + now.Step, (double)now.Epochs * now.Steps),
                    Part(Invariant($"step {now.Step} of {now.Steps}")),
                    Quiet($"{Span(now.Remaining)} left")
                )
            );
            html.Add(
                Line(
                    Part(Invariant($"loss {now.Loss:F4}")),
                    Sparkline.Svg(state.Losses?.Points ?? [], "loss"),
                    Part(Invariant($"accuracy {now.Accuracy:F2} %")),
                    Quiet(Invariant($"{now.ImagesPerSecond:F0} images/s")),
                    Quiet(Invariant($"{now.LiveTensors} live tensors"))
                )
            );
        }
        return html;
    }

    private static Html Over(RunState state)
    {
        var html = Line(Part(Summary(state)));
        if (state.Failures.Count > 0)
        {
            var failures = state.Failures.Select(static one => (Html)$"<li class=\"failed\">{RunLog.Name(one.Cell)}: {one.Error}</li>");
            html.Add($"<ul>{failures}</ul>\n");
        }
        return state.Losses is { Last: { } last } losses
            ? html.Add(Line(Sparkline.Svg(losses.Epochs, "loss"), Quiet(Curve(state, last))))
            : html;
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
        List<string> parts =
        [
            state.Done < state.Total
                ? Invariant($"stopped after {state.Done} of {Count(state.Total, "cell")}")
                : Count(state.Total, "cell"),
        ];
        if (state.Computed > 0)
        {
            parts.Add(Invariant($"{state.Computed} computed in {Span(state.Elapsed)}"));
        }
        return $"{state.Title}: {string.Join(", ", [.. parts, .. Counts(state)])}.";
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

    private static List<string> Counts(RunState state)
    {
        List<(int Count, string Word)> counts = [(state.Skipped, "kept"), (state.Failed, "failed")];
        return [.. counts.Where(static one => one.Count > 0).Select(static one => Invariant($"{one.Count} {one.Word}"))];
    }

    private static Html Bar(double done, double total)
    {
        var percent = total > 0 ? 100 * Math.Clamp(done / total, 0, 1) : 0;
        return $"<span class=\"bar\" role=\"progressbar\" aria-valuenow=\"{percent:0}\">"
            + $"<span style=\"width: {percent:0.#}%\"></span></span>";
    }

    private static Html Line(params IEnumerable<Html> parts) =>
        $"<div class=\"line\">{Markup.Join(" ", parts.Where(static part => !part.IsEmpty))}</div>\n";

    private static Html Part(string text) => $"<span>{text}</span>";

    private static Html Quiet(string text) => $"<span class=\"quiet\">{text}</span>";

    private static string Count(int number, string what) => Invariant($"{number} {what}{(number == 1 ? "" : "s")}");

    private static bool IsWhole(TrainingProgress last) => last.Epoch == last.Epochs && last.Step == last.Steps;
}
