using System.Text.RegularExpressions;

namespace Lethe.Kernel.Directives;

/// <summary>What follows a directive that takes options: <c>x --from csharp --as y</c>.</summary>
internal sealed partial class OptionWords
{
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private readonly string directive;

    /// <param name="flags">Options without a value.</param>
    /// <exception cref="DirectiveException">An option has no value, or is given twice.</exception>
    public OptionWords(CellPart.Directive part, params string[] flags)
    {
        directive = part.Name;
        var words = Word().Matches(part.Arguments).Select(static match => match.Value).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                Names.Add(Bare(words[i]));
                continue;
            }
            var (name, value) = words[i].Split('=', 2) is [var before, var after] ? (before, after) : (words[i], null);
            value ??=
                flags.Contains(name) ? ""
                : i + 1 < words.Count ? words[++i]
                : throw new DirectiveException($"{directive}: {name} needs a value.");
            if (!options.TryAdd(name, Bare(value)))
            {
                throw new DirectiveException($"{directive}: {name} is there twice.");
            }
        }
    }

    /// <summary>What stands there without an option.</summary>
    public List<string> Names { get; } = [];

    public string? this[string option] => options.GetValueOrDefault(option);

    /// <exception cref="DirectiveException">It is missing.</exception>
    public string Needed(string option) => this[option] ?? throw new DirectiveException($"{directive} needs {option}.");

    /// <summary>Without the quotes around it.</summary>
    public static string Bare(string word) => word is ['"', .., '"'] or ['\'', .., '\''] ? word[1..^1] : word;

    // Quotes and braces hold blanks: @input:"Your name", {"prompt": "Your name"}.
    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|\{[^}]*\}|[^\s"'{])+""")]
    private static partial Regex Word();
}
