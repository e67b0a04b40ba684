using Lethe.Cli.Doctor;
using Spectre.Console;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe doctor</c>: what this machine has, and what is missing.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "doctor",
            "Shows versions, where torch comes from, devices, data and folders, and counts what will not work on this "
                + "machine. Exit code 0 if nothing, otherwise 1; optional things do not count.",
            ("lethe doctor", "for people"),
            ("lethe doctor --json", "for a bug report or a script"),
            (
                "LETHE_LIBTORCH=$(python3 -c 'import torch,os;print(os.path.join(os.path.dirname(torch.__file__),\"lib\"))') lethe doctor",
                "would the PyTorch that you have do?"
            )
        );
        var json = command.With(CommonOptions.Json());
        return command.Runs((given, _) => Run(terminal, given.GetValue(json)));
    }

    private static ExitCode Run(Terminal terminal, bool asJson)
    {
        var examination = Examination.Run();
        if (asJson)
        {
            JsonOutput.Write(
                terminal.Out,
                new
                {
                    ok = examination.Lost.Count == 0,
                    problem = examination.TorchFailure?.Message,
                    will_not_work = examination.Lost,
                    facts = examination
                        .Facts.GroupBy(static fact => fact.Topic)
                        .ToDictionary(
                            static topic => topic.Key,
                            static topic => topic.ToDictionary(static f => f.Key, static f => f.Value)
                        ),
                }
            );
        }
        else if (Terminal.IsSeen(terminal.Screen))
        {
            terminal.Screen.Write(TableOf(examination.Facts));
        }
        else
        {
            foreach (var fact in examination.Facts)
            {
                terminal.Out.WriteLine($"{fact.Name}: {fact.Value}{(fact.Verdict == Verdict.Fault ? "  [fault]" : "")}");
            }
        }
        if (!asJson)
        {
            terminal.Out.WriteLine(examination.Summary);
        }
        if (examination.TorchFailure is { } failure)
        {
            terminal.Error.WriteLine($"lethe: {failure.Message}");
        }
        return examination.Lost.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    internal static Table TableOf(IReadOnlyList<Fact> facts)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumn("").AddColumn("").AddColumn("");
        foreach (var (i, fact) in facts.GroupBy(static fact => fact.Topic).SelectMany(static topic => topic.Index()))
        {
            var style = fact.Verdict switch
            {
                Verdict.Good => "green",
                Verdict.Note => "yellow",
                Verdict.Fault => "red bold",
                _ => "default",
            };
            table.AddRow(
                new Markup(i == 0 ? $"[bold]{fact.Topic}[/]" : ""),
                new Text(fact.Name),
                new Markup($"[{style}]{fact.Value.EscapeMarkup()}[/]")
            );
        }
        return table;
    }
}
