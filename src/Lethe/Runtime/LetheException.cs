namespace Lethe.Runtime;

/// <summary>A failure that a person can do something about: the message says what failed, why, and what to do.</summary>
public sealed class LetheException(ExitCode exitCode, string message, Exception? inner = null) : Exception(Visible(message), inner)
{
    public ExitCode ExitCode { get; } = exitCode;

    public static LetheException Usage(string message) => new(ExitCode.Usage, message);

    public static LetheException NotFound(string message) => new(ExitCode.NotFound, message);

    public static LetheException BadFile(string message, Exception? inner = null) => new(ExitCode.BadFile, message, inner);

    public static LetheException Unwritable(string message, Exception? inner = null) => new(ExitCode.Unwritable, message, inner);

    public static LetheException NoDevice(string message, Exception? inner = null) => new(ExitCode.NoDevice, message, inner);

    // Messages quote names and texts from files; what is a command to a terminal there is none here.
    private static string Visible(string message) =>
        message.Any(IsCommand) ? string.Concat(message.Select(static letter => IsCommand(letter) ? '?' : letter)) : message;

    private static bool IsCommand(char letter) => char.IsControl(letter) && letter != '\n';
}
