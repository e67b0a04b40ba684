using Spectre.Console;

namespace Lethe.Cli.Output;

/// <summary>The two streams of a command: results and complaints. Colours and live views appear only where a stream is a terminal, colours
/// only without <c>NO_COLOR</c>; controls of the direction of text are shown, never obeyed.</summary>
internal sealed class Terminal
{
    private const int PipedWidth = 200; // wide enough that no table row is folded in a file

    public Terminal(TextWriter output, TextWriter error)
        : this(
            ConsoleOf(new PlainDirectionOutput(new AnsiConsoleOutput(output))),
            ConsoleOf(new PlainDirectionOutput(new AnsiConsoleOutput(error)))
        ) { }

    public Terminal(IAnsiConsole output, IAnsiConsole error) => (Screen, ErrorScreen) = (output, error);

    public TextWriter Out => Screen.Profile.Out.Writer;

    public TextWriter Error => ErrorScreen.Profile.Out.Writer;

    public IAnsiConsole Screen { get; }

    public IAnsiConsole ErrorScreen { get; }

    /// <summary>True if a person is looking at <paramref name="screen"/>, and it can be drawn over.</summary>
    public static bool IsLive(IAnsiConsole screen) =>
        screen.Profile.Out.IsTerminal && screen.Profile.Capabilities is { Interactive: true, Ansi: true };

    /// <summary>Shows a Spectre rendering to a person, or plain text to a file or another program.</summary>
    public static bool IsSeen(IAnsiConsole screen) => screen.Profile.Out.IsTerminal;

    internal static IAnsiConsole ConsoleOf(IAnsiConsoleOutput output)
    {
        var colours = output.IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(
            new()
            {
                Out = output,
                Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = output.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
                Enrichment = new() { UseDefaultEnrichers = false }, // a build server's log is a file, whatever its name
            }
        );
        if (!output.IsTerminal)
        {
            console.Profile.Width = PipedWidth;
        }
        return console;
    }
}
