using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Lethe.Cli.Commands;

namespace Lethe.Cli;

/// <summary>The command as a whole: its subcommands, what a failure looks like, and the exit codes.</summary>
internal static class LetheCommand
{
    /// <summary>In the order of the help. One more can be added: it is then parsed, helped and refused like the kit's own.</summary>
    public static List<(string Name, Func<Terminal, Command> Create)> Commands { get; } =
    [
        ("list", ListCommand.Create),
        ("reproduce", ReproduceCommand.Create),
        ("plan", PlanCommand.Create),
        ("run", RunCommand.Create),
        ("merge", MergeCommand.Create),
        ("submit", SubmitCommand.Create),
        ("status", StatusCommand.Create),
        ("compare", CompareCommand.Create),
        ("claims", ClaimsCommand.Create),
        ("verify", VerifyCommand.Create),
        ("tune", TuneCommand.Create),
        ("unlearn", UnlearnCommand.Create),
        ("erase", EraseCommand.Create),
        ("detect", DetectCommand.Create),
        ("train", TrainCommand.Create),
        ("faces", FacesCommand.Create),
        ("data", DataCommand.Create),
        ("new", NewCommand.Create),
        ("notebook", NotebookCommand.Create),
        ("gallery", GalleryCommand.Create),
        ("kernel", KernelCommand.Create),
        ("doctor", DoctorCommand.Create),
        ("bench", BenchCommand.Create),
    ];

    /// <summary>Runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation = default)
    {
        try
        {
            var parsed = Parse(Create(terminal, args.Count > 0 ? args[0] : null), args);
            if (parsed.Action is ParseErrorAction || (parsed.Action is not HelpWithExamples && UnknownOption(parsed) is not null))
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

    private static string Complaint(ParseResult parsed) =>
        UnknownOption(parsed) is { } option ? $"There is no option '{option}' here."
        : parsed.UnmatchedTokens is not [var token, ..] ? parsed.Errors[0].Message.Trim()
        : $"There is no {(parsed.CommandResult.Command.Subcommands.Any() ? "command" : "argument")} '{token}' here.";

    // The parser takes a word with a dash for an argument where there may be one; here only what stands behind a "--" is.
    private static string? UnknownOption(ParseResult parsed)
    {
        var plain = parsed
            .Tokens.SkipWhile(static token => token.Type != TokenType.DoubleDash)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(static argument => argument.Tokens)
            .Where(token => !plain.Contains(token))
            .Select(static token => token.Value)
            .Concat(parsed.UnmatchedTokens)
            .FirstOrDefault(static word => word is ['-', _, ..]);
    }

    // How a command is called: "lethe data get".
    private static string PathOf(CommandResult result) =>
        result.Command is RootCommand ? "lethe" : $"{PathOf((CommandResult)result.Parent!)} {result.Command.Name}";

    /// <param name="only">The one command to make, if there is one of that name: the others' help asks catalogues that load torch.</param>
    internal static RootCommand Create(Terminal terminal, string? only = null)
    {
        var root = new RootCommand(
            "Lethe reruns, cell by cell, the tables of three papers: on machine unlearning (LAU, AAAI 2024), deepfake "
                + "detection (QAD, ICCV 2023) and erasing concepts (All but One, AAAI 2024). It puts them beside the published "
                + "numbers."
        );
        var asked = Commands.Where(one => one.Name == only).ToList();
        foreach (var (_, create) in asked.Count > 0 ? asked : Commands)
        {
            root.Add(create(terminal));
        }
        root.HelpName = "lethe";
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
