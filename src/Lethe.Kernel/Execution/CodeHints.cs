using System.Text.RegularExpressions;

namespace Lethe.Kernel.Execution;

/// <summary>One line of help for code that is not C# but what people are used to from other notebooks.</summary>
internal static class CodeHints
{
    // How the line begins that the compiler did not understand, and what to say. Cells fail seldom: these need not be compiled.
    private static readonly (string Pattern, string Hint)[] Lines =
    [
        ("^%%?time", "This is a magic of IPython's. #!time on a line of its own says how long the cell takes."),
        ("^%%?[a-z]", "This is a magic of IPython's. #!lsmagic lists the directives of this kernel."),
        (
            @"^!\s*(?:ls|cd|pwd|cat|echo|mkdir|rm|cp|mv|wget|curl|git|pip|conda|python|apt|dotnet|nvidia-smi|unzip|tar|head|which|\./"
                + @"|\w+\s+-)",
            "Cells here are C#, not a shell. System.Diagnostics.Process.Start(\"ls\") starts a program; "
                + "Directory.GetFiles(\".\") lists files."
        ),
        (@"^(?:pip3?|conda) install\b", "Packages come from NuGet: #r \"nuget: NAME, VERSION\" adds one."),
        (@"^(?:\$\w+\s*=|(?:Get|Set|New|Write|Import|Invoke)-[A-Z])", "This looks like PowerShell; cells here are C#."),
        (@"^(?:import \w+(?:\.\w+)*(?: as \w+)?$|from [\w.]+ import |def \w+\(.*\):|# )", Python),
        (@"^(?:for .+ in .+|if .+|while .+|else|elif .+|with .+ as \w+):(?:\s*#.*)?$", Python),
        (
            @"^(?:let (?:mutable |rec |inline )?\w+.*=|open [A-Z][\w.]*$|printfn )",
            "This looks like F#; cells here are C#: `var x = 1;` declares a variable."
        ),
    ];

    private const string Python =
        "This looks like Python; cells here are C#. notebooks/01_unlearning_idea.ipynb shows how the same is written.";

    // A name that the compiler does not know.
    private static readonly (string Name, string Hint)[] Names =
    [
        ("'print'", "In C# it is Console.WriteLine(value); display(value) shows it as a cell's last line does."),
        ("'len'", "In C# it is value.Length of an array or text, value.Count of a list."),
        .. from tag in (string[])["a", "b", "div", "h1", "h2", "h3", "h4", "img", "p", "span", "table"]
        select ($"The name '{tag}' does", "For tags of HTML: using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;"),
    ];

    /// <summary>For a line, and what the compiler said of it; null if it looks like C#.</summary>
    public static string? Of(string line, string message) =>
        Lines.FirstOrDefault(hint => Regex.IsMatch(line.Trim(), hint.Pattern)).Hint
        ?? Names.FirstOrDefault(hint => message.Contains(hint.Name, StringComparison.Ordinal)).Hint;
}
