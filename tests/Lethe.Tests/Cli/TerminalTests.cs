using System.Text;
using Lethe.Cli.Output;
using Spectre.Console;

namespace Lethe.Tests.Cli;

public sealed class TerminalTests
{
    [Fact]
    public void A_pipe_gets_neither_colours_nor_a_live_view()
    {
        var output = new StringWriter();
        var terminal = new Terminal(output, new StringWriter());
        terminal.Screen.MarkupLine("[red]plain[/]");
        Assert.Equal("plain", output.ToString().Trim());
        Assert.False(Terminal.IsLive(terminal.Screen));
        Assert.False(Terminal.IsSeen(terminal.Screen));
    }

    [Fact]
    public void Controls_of_the_direction_of_text_are_shown()
    {
        var output = new StringWriter();
        var terminal = new Terminal(output, new StringWriter());
        terminal.Out.WriteLine("photo\u202Egpj.exe");
        terminal.Screen.WriteLine("\u2066a\u2069");
        terminal.Out.Write('\u202A');
        Assert.Equal("photo‹U+202E›gpj.exe\n‹U+2066›a‹U+2069›\n‹U+202A›", output.ToString().ReplaceLineEndings("\n"));

        var json = new StringWriter();
        JsonOutput.Write(json, "a\u202Eb");
        Assert.Equal("\"a\\u202Eb\"", json.ToString().Trim());
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData(null, true)]
    public void No_color_turns_colours_off_in_a_terminal(string? value, bool coloured)
    {
        var (before, term) = (Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM"));
        try
        {
            Environment.SetEnvironmentVariable("NO_COLOR", value);
            Environment.SetEnvironmentVariable("TERM", "xterm-256color");
            var screen = new Screen();
            Terminal.ConsoleOf(screen).MarkupLine("[red]word[/]");
            Assert.Equal(coloured, screen.Writer.ToString()!.Contains("\e[", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NO_COLOR", before);
            Environment.SetEnvironmentVariable("TERM", term);
        }
    }

    private sealed class Screen : IAnsiConsoleOutput
    {
        public TextWriter Writer { get; } = new StringWriter();

        public bool IsTerminal => true;

        public int Width => 80;

        public int Height => 24;

        public void SetEncoding(Encoding encoding) { }
    }
}
