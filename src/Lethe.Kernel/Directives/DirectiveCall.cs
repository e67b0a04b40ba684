using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>A directive as it stands in a cell.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Arguments">The rest of its line, trimmed.</param>
/// <param name="Body">The lines that belong to it; empty if it takes none.</param>
/// <param name="Cells">The notebook.</param>
/// <param name="Output">Of the running cell.</param>
/// <param name="Cancellation">Cancelled when the cell is interrupted.</param>
internal sealed record DirectiveCall(
    string Name,
    string Arguments,
    string Body,
    CellExecutor Cells,
    CellOutput Output,
    CancellationToken Cancellation
)
{
    // As typed, and as word processors and web pages turn it.
    private const string Quotes = "\"'“”„«»";

    /// <summary>The argument without the quotes around it and without a comment behind it.</summary>
    /// <exception cref="DirectiveException">A quote is missing, or something else follows.</exception>
    public string Unquoted
    {
        get
        {
            var text = Arguments.TrimStart('@');
            if (text.Length == 0 || !Quotes.Contains(text[0]))
            {
                return WithoutComment(Arguments);
            }
            var open = text.Length - text.TrimStart(text[0]).Length is >= 3 and var run ? run : 1; // """raw"""
            var end = text[open..].IndexOfAny([.. text[0] == '"' ? "\"" : Quotes]);
            if (end < 0)
            {
                throw new DirectiveException($"{Name} {Arguments}: the closing quote is missing.");
            }
            var rest = WithoutComment(text[(open + end)..].TrimStart([.. Quotes]).Trim());
            return rest.Length == 0
                ? text[open..(open + end)]
                : throw new DirectiveException($"{Name} {Arguments}: only a comment may follow, not '{rest}'.");
        }
    }

    /// <summary>True for what an argument in quotes begins with.</summary>
    public static bool Opens(char letter) => letter == '@' || Quotes.Contains(letter);

    // Not the // of an address: a comment begins the text or follows a blank.
    private static string WithoutComment(string text)
    {
        for (var at = 0; at + 1 < text.Length; at++)
        {
            if (text[at] == '/' && text[at + 1] is '/' or '*' && (at == 0 || char.IsWhiteSpace(text[at - 1])))
            {
                return text[..at].TrimEnd();
            }
        }
        return text;
    }
}
