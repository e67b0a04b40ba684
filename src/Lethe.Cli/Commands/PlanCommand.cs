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
            ("lethe plan all --all", "what all tables take, with what is done already")
        );
        var options = new ReproduceOptions(command, isPlan: true);
        var file = command.Text("--file", "Where the plan goes.", "FILE", "plan.jsonl");
        var all = command.Flag("--all", "Also what has a record already.");
        return command.Runs(
            (given, _) => Run(terminal, PlanFile.Of(options.Request(given), given.GetValue(all)), given.GetRequiredValue(file))
        );
    }

    private static ExitCode Run(Terminal terminal, PlanFile plan, string file)
    {
        plan.Write(file);
        PlainTable.Write(terminal, ["Wave", "What", "Tasks", "Seconds", "Most memory"], Rows(plan));
        var (seconds, unknown) = plan.Total();
        terminal.Out.WriteLine(
            Invariant($"{plan.Tasks.Count} tasks, about {Span(TimeSpan.FromSeconds(seconds))} for one process as on {plan.Header.Hardware}")
                + (unknown > 0 ? Invariant($"; nothing like {unknown} of them has been recorded yet.") : ".")
        );
        terminal.Out.WriteLine($"Plan: {Path.GetFullPath(file)}. Do it with: lethe run {file}");
        return ExitCode.Ok;
    }

    private static IEnumerable<string[]> Rows(PlanFile plan) =>
        from task in plan.Tasks
        group task by (task.Wave, Kind: string.Join(", ", task.Title.Split(", ")[..2])) into same
        orderby same.Key.Wave
        select (string[])
            [
                Invariant($"{same.Key.Wave}"),
                same.Key.Kind,
                Invariant($"{same.Count()}"),
                same.Any(static task => task.Seconds is null) ? "?" : Invariant($"{same.Sum(static task => task.Seconds):F0}"),
                same.Max(static task => task.Megabytes) is { } megabytes ? Invariant($"{megabytes:F0} MB") : "?",
            ];
}
