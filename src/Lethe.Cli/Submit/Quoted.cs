using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lethe.Cli.Submit;

/// <summary>Names and paths of others within scripts and manifests, where they are words and never commands.</summary>
internal static class Quoted
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One word for a shell.</summary>
    public static string Shell(string word) =>
        word.Length > 0 && word.All(static letter => char.IsAsciiLetterOrDigit(letter) || "/._-+=:,@%".Contains(letter))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>The value of an option in a line of <c>#SBATCH</c>.</summary>
    /// <exception cref="LetheException">It has a line break or a quotation mark, which such a line cannot have.</exception>
    public static string Directive(string value) =>
        value.Any(static letter => char.IsControl(letter) || letter is '"' or '\\')
            ? throw LetheException.Usage(
                $"Slurm's options cannot hold '{value}': rename what has a quotation mark, a backslash or a line break."
            )
            : $"\"{value}\"";

    /// <summary>Likewise of a pattern for file names, in which a percent sign has a meaning.</summary>
    public static string Pattern(string path) => Directive(path.Replace("%", "%%", StringComparison.Ordinal))[1..^1];

    /// <summary>A text in YAML, of which JSON is a part.</summary>
    public static string Yaml(string text) => Ascii(JsonSerializer.Serialize(text, Json));

    /// <summary>The same JSON with what is not printable ASCII escaped.</summary>
    public static string Ascii(string json) =>
        json.All(IsPlain)
            ? json
            : json.Aggregate(
                    new StringBuilder(json.Length),
                    static (text, letter) =>
                        IsPlain(letter) ? text.Append(letter) : text.Append(CultureInfo.InvariantCulture, $@"\u{(int)letter:x4}")
                )
                .ToString();

    private static bool IsPlain(char letter) => letter is >= ' ' and <= '~' or '\n';
}
