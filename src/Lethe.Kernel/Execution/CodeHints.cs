using System.Text.RegularExpressions;

namespace Lethe.Kernel.Execution;

/// <summary>One line of help for code that is not C# but what people are used to from other notebooks.</summary>
internal static partial class CodeHints
{
    /// <param name="line">The line that the compiler did not understand.</param>
    /// <param name="message">What it said of it.</param>
    /// <returns>Null if it looks like C#.</returns>
    public static string? Of(string line, string message)
    {
        var text = line.Trim();
        return text switch
        {
            _ when IPythonMagic().Match(text) is { Success: true, Groups: var groups } => groups["name"]
                .Value.StartsWith("time", StringComparison.Ordinal)
                ? "This is a magic of IPython's. #!time on a line of its own says how long the cell takes."
                : "This is a magic of IPython's. #!lsmagic lists the directives of this kernel.",
            _ when Shell().IsMatch(text) => "Cells here are C#, not a shell. System.Diagnostics.Process.Start(\"ls\") starts a program; "
                + "Directory.GetFiles(\".\") lists files.",
            _ when PipInstall().IsMatch(text) => "Packages come from NuGet: #r \"nuget: NAME, VERSION\" adds one.",
            _ when PowerShell().IsMatch(text) => "This looks like PowerShell; cells here are C#.",
            _ when Python().IsMatch(text) =>
                "This looks like Python; cells here are C#. notebooks/01_unlearning_idea.ipynb shows how the same is written.",
            _ when FSharp().IsMatch(text) => "This looks like F#; cells here are C#: `var x = 1;` declares a variable.",
            _ when message.Contains("'print'", StringComparison.Ordinal) =>
                "In C# it is Console.WriteLine(value); display(value) shows it as a cell's last line does.",
            _ when message.Contains("'len'", StringComparison.Ordinal) =>
                "In C# it is value.Length of an array or text, value.Count of a list.",
            _ => null,
        };
    }

    [GeneratedRegex(@"^%%?(?<name>[a-z]\w*)")]
    private static partial Regex IPythonMagic();

    [GeneratedRegex(
        @"^!\s*(?:ls|cd|pwd|cat|echo|mkdir|rm|cp|mv|wget|curl|git|pip3?|conda|python3?|apt|apt-get|dotnet|nvidia-smi|unzip|tar|head|which|\./|\w+\s+-)"
    )]
    private static partial Regex Shell();

    [GeneratedRegex(@"^(?:pip3?|conda) install\b")]
    private static partial Regex PipInstall();

    [GeneratedRegex(@"^(?:\$\w+\s*=|(?:Get|Set|New|Write|Import|Invoke)-[A-Z]\w*)")]
    private static partial Regex PowerShell();

    [GeneratedRegex(
        @"^(?:import \w+(?:\.\w+)*(?: as \w+)?$|from [\w.]+ import |def \w+\(.*\):|(?:for .+ in .+|if .+|while .+|else|elif .+|with .+ as \w+):(?:\s*#.*)?$|# )"
    )]
    private static partial Regex Python();

    [GeneratedRegex(@"^(?:let (?:mutable |rec |inline )?\w+.*=|open [A-Z][\w.]*$|printfn )")]
    private static partial Regex FSharp();
}
