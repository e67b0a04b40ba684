namespace Lethe.Cli.Options;

/// <summary>
/// A command whose help ends with examples. It takes options one by one, in the order of its help, and gives each back to be read when the
/// command runs.
/// </summary>
/// <param name="name">As typed.</param>
/// <param name="description">One or two sentences.</param>
/// <param name="examples">Whole command lines, each with what it does.</param>
internal sealed class DocumentedCommand(string name, string description, params (string Line, string Meaning)[] examples)
    : Command(name, description)
{
    public IReadOnlyList<(string Line, string Meaning)> Examples { get; } = examples;

    /// <summary>Adds an option of <see cref="CommonOptions"/>.</summary>
    public Option<T> With<T>(Option<T> option)
    {
        Add(option);
        return option;
    }

    public Option<string> Required(string name, string description, string helpName) =>
        With(
            new Option<string>(name)
            {
                Description = description,
                HelpName = helpName,
                Required = true,
            }
        );

    /// <summary>A text that may be absent.</summary>
    public Option<string?> Text(string name, string description, string helpName) =>
        With(new Option<string?>(name) { Description = description, HelpName = helpName });

    public Option<string> Text(string name, string description, string helpName, string preset) =>
        With(CommonOptions.Text(name, description, helpName, preset));

    /// <summary>Names separated by commas, or the option repeated; empty if it is absent.</summary>
    public Option<string[]> Names(string name, string description) => With(CommonOptions.List(name, description, "NAMES"));

    public Option<bool> Flag(string name, string description) => With(new Option<bool>(name) { Description = description });

    /// <summary>An option that may be given several times; empty if it is absent.</summary>
    public Option<string[]> Repeated(string name, string description, string helpName) =>
        With(
            new Option<string[]>(name)
            {
                Description = description,
                HelpName = helpName,
                AllowMultipleArgumentsPerToken = false,
                DefaultValueFactory = static _ => [],
            }
        );

    /// <summary>What the command does.</summary>
    public DocumentedCommand Runs(Func<ParseResult, CancellationToken, ExitCode> run)
    {
        SetAction((parsed, cancellation) => Task.FromResult((int)run(parsed, cancellation)));
        return this;
    }
}
