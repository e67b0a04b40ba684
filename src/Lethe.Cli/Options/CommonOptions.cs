using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Lethe.Cli.Options;

/// <summary>Options that several commands share, and the ways in which options are read.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json(string description = "Write JSON to stdout, and everything else to stderr.") =>
        new("--json") { Description = description };

    public static Option<string> Device() =>
        Text("--device", "auto, cpu or cuda; auto takes a CUDA device if there is one.", "DEVICE", "auto");

    public static Option<string> Precision() =>
        Text("--precision", "auto, float32 or bfloat16; auto takes bfloat16 where the hardware has it.", "TYPE", "auto");

    public static Option<string?> DataDir() =>
        new("--data-dir")
        {
            Description = "Look here first: a folder with the data's files, or with folders named after the data sets.",
            HelpName = "DIR",
        };

    public static Option<string> Text(string name, string description, string helpName, string preset) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => preset,
        };

    /// <summary>Names separated by commas, or the option repeated; empty if it is absent.</summary>
    public static Option<string[]> List(string name, string description, string helpName) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = static _ => [],
            CustomParser = static result =>
                [
                    .. result.Tokens.SelectMany(static token =>
                        token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    ),
                ],
        };

    /// <summary>For an option that may be absent.</summary>
    public static int? WholeNumber(ArgumentResult result) =>
        Read<int>(result, ((OptionResult)result.Parent!).Option.Name, "a whole number", static _ => true);

    /// <summary>A number that may be absent, and is then the table's or command's own.</summary>
    public static Option<int?> OwnNumber(string name, string description, string helpName, int least) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Read<int>(result, name, $"a number from {least} on", value => value >= least),
        };

    public static Option<T> Number<T>(string name, string description, string helpName, T preset, T least)
        where T : struct, INumber<T> =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => preset,
            CustomParser = result =>
                Read<T>(result, name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} on"), value => value >= least)
                ?? preset,
        };

    private static T? Read<T>(ArgumentResult result, string name, string wanted, Func<T, bool> isGood)
        where T : struct, INumber<T>
    {
        if (T.TryParse(result.Tokens[^1].Value, CultureInfo.InvariantCulture, out var value) && isGood(value))
        {
            return value;
        }
        result.AddError($"{name} wants {wanted}, not '{result.Tokens[^1].Value}'.");
        return null;
    }
}
