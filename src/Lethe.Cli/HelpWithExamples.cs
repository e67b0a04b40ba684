using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.ComponentModel;
using System.Reflection;

namespace Lethe.Cli;

/// <summary>The usual help, then the command's examples; for the whole command also exit codes and environment variables.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private const int Width = 120;

    private static readonly (string Line, string Meaning)[] RootExamples =
    [
        ("lethe reproduce lau", "both LAU tables, on the embedded images, in minutes"),
        ("lethe compare --format csv", "the last run beside the paper, as a spreadsheet"),
        ("lethe doctor", "what this machine has, and what is missing"),
    ];

    private static IReadOnlyList<(string, string)> Codes =>
        [
            .. from known in typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            let code = (int)known.GetValue(null)!
            orderby code
            select (FormattableString.Invariant($"{code}"), known.GetCustomAttribute<DescriptionAttribute>()!.Description),
        ];

    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("LETHE_HOME", "the cache folder, instead of the system's"),
        ("LETHE_FASHION", "a folder by 'lethe train fashion-diffusion': use its text-to-image model instead of the kit's"),
        ("LETHE_LIBTORCH", "the lib folder of a PyTorch that you have: use its libtorch instead of the package's"),
        ("LETHE_DEBUG", "1 shows stack traces"),
        ("NO_COLOR", "any value turns colours off"),
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.MaxWidth = Width;
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        Section(
            output,
            "Examples:",
            command is DocumentedCommand documented ? documented.Examples
                : command is RootCommand ? RootExamples
                : []
        );
        if (command is RootCommand)
        {
            Section(output, "Exit codes:", Codes);
            Section(output, "Environment variables:", Variables);
        }
        return code;
    }

    private static void Section(TextWriter output, string title, IReadOnlyList<(string Left, string Right)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }
        output.WriteLine(title);
        var column = rows.Max(static row => row.Left.Length) + 2;
        var folded = rows.Any(row => column + row.Right.Length + 2 > Width);
        foreach (var (left, right) in rows)
        {
            output.WriteLine(folded ? $"  {left}{Environment.NewLine}      {right}" : $"  {left.PadRight(column)}{right}");
        }
        output.WriteLine();
    }
}
