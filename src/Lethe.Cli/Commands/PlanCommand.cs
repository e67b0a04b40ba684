using Lethe.Cli.Views;
using Lethe.Experiments.Plans;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe plan TABLE...</c>: writes down what there is to do, and says what it will cost.</summary>
internal static class PlanCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "plan",
            "Writes down which networks have to be trained and which cells computed for one or more tables (see `lethe reproduce`), and "
                + "prints what that will take, as far as like ones have been recorded. `lethe run` does it, or a share of it, anywhere.",
            ("lethe plan lau --seeds 10", "plan.jsonl: ten seeds of both tables, less what has a record"),
            ("lethe plan lau qad --profile paper --device cuda --file paper.jsonl", "for machines with a GPU"),
            (
                "lethe plan lau --profile paper --device cuda --minutes 25",
                "what adds most to the tables in 25 minutes of a GPU comes first"
            ),
            ("lethe plan all --all", "what all tables take, with what is done already")
        );
        var options = new ReproduceOptions(command, isPlan: true);
        var file = command.Text("--file", "Where the plan goes.", "FILE", "plan.jsonl");
        var all = command.Flag("--all", "Also what has a record already.");
        var minutes = command.With(
            CommonOptions.OwnNumber(
                "--minutes",
                "Put first what adds most to the published tables a second, and say what should be done in this time. The rest stays in "
                    + "the plan. Do it with `lethe run PLAN --until`. [default: the order of the tables]",
                "N",
                1
            )
        );
        var steps = command.Text(
            "--steps",
            "What `lethe bench training --beside python3 --json` measured on the device: trainings that nothing like was recorded of are "
                + "reckoned from it.",
            "FILE"
        );
        return command.Runs(
            (given, _) =>
            {
                var time = given.GetValue(minutes) is { } number ? TimeSpan.FromMinutes(number) : (TimeSpan?)null;
                var measured = given.GetValue(steps) is { } path ? MeasuredSteps.Read(path) : null;
                return Run(
                    terminal,
                    PlanFile.Of(options.Request(given), given.GetValue(all), time, measured),
                    given.GetRequiredValue(file)
                );
            }
        );
    }

    private static ExitCode Run(Terminal terminal, PlanFile plan, string file)
    {
        plan.Write(file);
        if (plan.Header.Time is { } time)
        {
            WriteTimed(terminal, plan, time);
        }
        else
        {
            WriteTable(terminal, plan, null, withWorth: false);
            terminal.Out.WriteLine(Sum(plan, null));
        }
        terminal.Out.WriteLine(
            $"Plan: {Path.GetFullPath(file)}. Do it with: lethe run {file}"
                + (plan.Header.Time is { } until ? Invariant($" --until {until.TotalMinutes:0}m") : "")
        );
        return ExitCode.Ok;
    }

    private static void WriteTimed(Terminal terminal, PlanFile plan, TimeSpan time)
    {
        if (plan.Tasks.All(static task => task.Seconds is null))
        {
            WriteTable(terminal, plan, null, withWorth: true);
            terminal.Out.WriteLine($"{Sum(plan, null)} What fits is not known; the order takes each for as long as any other.");
        }
        else
        {
            WriteTable(terminal, plan, true, withWorth: true);
            terminal.Out.WriteLine(Invariant($"Expected within {time.TotalMinutes:0} minutes, in this order: {Sum(plan, true)}"));
            WriteTable(terminal, plan, false, withWorth: true);
            terminal.Out.WriteLine($"Not expected to fit; pending at the end of the plan: {Sum(plan, false)}");
        }
        terminal.Out.WriteLine("Adds: published numbers that the records stand beside; a second seed counts half, a third a third.");
    }

    private static void WriteTable(Terminal terminal, PlanFile plan, bool? fits, bool withWorth)
    {
        string[] columns = ["Wave", "What", "Tasks", "Seconds", .. withWorth ? ["Adds"] : (string[])[], "Most memory"];
        if (Rows(plan, fits, withWorth).ToList() is { Count: > 0 } rows)
        {
            PlainTable.Write(terminal, columns, rows);
        }
    }

    private static string Sum(PlanFile plan, bool? fits)
    {
        var (count, (seconds, unknown)) = (plan.Tasks.Count(task => fits is null || task.Fits == fits), plan.Total(fits: fits));
        return unknown < count || count == 0
            ? Invariant($"{count} tasks, about {Span(TimeSpan.FromSeconds(seconds))} for one process as on {plan.Header.Hardware}")
                + (unknown > 0 ? Invariant($"; nothing like {unknown} of them has been recorded yet.") : ".")
            : Invariant($"{count} tasks; nothing like them has been recorded on {plan.Header.Hardware} yet.");
    }

    // In the order of the plan where that means something.
    private static IEnumerable<string[]> Rows(PlanFile plan, bool? fits, bool withWorth) =>
        from task in plan.Tasks
        where fits is null || task.Fits == fits
        group task by (task.Wave, Kind: string.Join(", ", task.Title.Split(", ")[..2])) into same
        orderby withWorth ? 0 : same.Key.Wave
        select (string[])
            [
                Invariant($"{same.Key.Wave}"),
                same.Key.Kind,
                Invariant($"{same.Count()}"),
                same.Any(static task => task.Seconds is null) ? "?" : Invariant($"{same.Sum(static task => task.Seconds):F0}"),
                .. withWorth ? [Invariant($"{same.Sum(static task => task.Adds):0.#}")] : (string[])[],
                same.Max(static task => task.Megabytes) is { } megabytes ? Invariant($"{megabytes:F0} MB") : "?",
            ];
}
