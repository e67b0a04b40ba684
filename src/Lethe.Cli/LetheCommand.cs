using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Lethe.Cli.Commands;

namespace Lethe.Cli;

/// <summary>The command as a whole: its subcommands, what a failure looks like, and the exit codes.</summary>
internal static class LetheCommand
{
    /// <summary>In the order of the help. One more can be added: it is then parsed, helped and refused like the kit's own.</summary>
    public static List<Func<Terminal, Command>> Commands { get; } =
    [
        ListCommand.Create,
        ReproduceCommand.Create,
        CompareCommand.Create,
        ClaimsCommand.Create,
        UnlearnCommand.Create,
        EraseCommand.Create,
        DetectCommand.Create,
        TrainCommand.Create,
        FacesCommand.Create,
        DataCommand.Create,
        NewCommand.Create,
        NotebookCommand.Create,
        GalleryCommand.Create,
        KernelCommand.Create,
        DoctorCommand.Create,
        BenchCommand.Create,
    ];

    /// <summary>Runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation = default)
    {
        try
        {
            var parsed = Parse(Create(terminal), args);
            if (parsed.Action is ParseErrorAction)
            {
                throw LetheException.Usage($"{Complaint(parsed)} See '{PathOf(parsed.CommandResult)} --help'.");
            }
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (Exception error)
        {
            return Failure.Report(error, terminal);
        }
    }

    // A command that only groups others shows its help.
    private static ParseResult Parse(RootCommand root, IReadOnlyList<string> args)
    {
        var parsed = root.Parse(args);
        return parsed.Action is ParseErrorAction && parsed.CommandResult.Command.Subcommands.Any() && parsed.UnmatchedTokens.Count == 0
            ? root.Parse([.. args, "--help"])
            : parsed;
    }

    private static string Complaint(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var token, ..])
        {
            return parsed.Errors[0].Message.Trim();
        }
        var groups = parsed.CommandResult.Command.Subcommands.Any();
        return $"There is no {(token.StartsWith('-') ? "option" : groups ? "command" : "argument")} '{token}' here.";
    }

    // How a command is called: "lethe data get".
    private static string PathOf(CommandResult result) =>
        result.Command is RootCommand ? "lethe" : $"{PathOf((CommandResult)result.Parent!)} {result.Command.Name}";

    internal static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand(
            "Lethe reruns, cell by cell, the tables of three papers: on machine unlearning (LAU, AAAI 2024), deepfake "
                + "detection (QAD, ICCV 2023) and erasing concepts (All but One, AAAI 2024). It puts them beside the published "
                + "numbers."
        );
        foreach (var create in Commands)
        {
            root.Add(create(terminal));
        }
        root.HelpName = "lethe";
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
