using Lethe.Cli;
using Lethe.Cli.Output;

namespace Lethe.Tests.Cli;

/// <summary>One call of the command in this process, with what it wrote.</summary>
internal sealed record CommandRun(int Code, string Out, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static async Task<CommandRun> Of(params string[] args) => await Of(TestContext.Current.CancellationToken, args);

    public static async Task<CommandRun> Of(CancellationToken cancellation, params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await LetheCommand.InvokeAsync(args, new Terminal(output, error), cancellation);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>A refusal is one sentence on stderr, an exit code, and no stack trace.</summary>
    public CommandRun IsRefused(Lethe.Runtime.ExitCode code, string because)
    {
        Assert.Equal((int)code, Code);
        var line = Assert.Single(ErrorLines);
        Assert.StartsWith("lethe: ", line, StringComparison.Ordinal);
        Assert.Contains(because, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error + Out, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Ctrl+C: its own exit code, and one sentence after what was said before.</summary>
    public void IsStopped()
    {
        Assert.Equal((int)Lethe.Runtime.ExitCode.Interrupted, Code);
        Assert.StartsWith("lethe: Stopped.", ErrorLines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }
}
