using Lethe.Kernel.Compiling;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Directives;

/// <summary>
/// Cuts a cell at its directives: lines that begin with <c>#!</c>, <c>#r</c>, <c>#i</c> or <c>#load</c>. C#'s own (<c>#if</c>,
/// <c>#region</c>, <c>#nullable</c>) stay, and so does what only looks like one: a line of a text, of a comment, of code that <c>#if</c>
/// leaves out.
/// </summary>
internal static class CellParts
{
    private static readonly string[] Names = ["#r", "#i", "#load"];

    /// <exception cref="TooDeepException">The cell opens more brackets than the lexer can follow.</exception>
    public static IReadOnlyList<CellPart> Cut(string cell)
    {
        var text = cell.ReplaceLineEndings("\n");
        CodeDepth.CheckText(text);
        return Names.Append("#!").Any(name => text.Contains(name, StringComparison.Ordinal)) ? DeepStack.Run(() => Cut(text, []))
            : Code(text, 0, text.Length) is { } only ? [only]
            : [];
    }

    private static List<CellPart> Cut(string text, List<CellPart> parts)
    {
        var start = 0;
        while (start < text.Length)
        {
            var (at, end, isActive) = NextDirective(text, start);
            if (!isActive)
            {
                // The compiler would look at #r and #load even in code that is left out.
                text = text[..at] + new string(' ', end - at) + text[end..];
                continue;
            }
            if (Code(text, start, at) is { } code)
            {
                parts.Add(code);
            }
            if (Read(text[at..end]) is not var (name, arguments))
            {
                break; // its end
            }
            start = Math.Min(end + 1, text.Length);
            var body = "";
            if (DirectiveCatalog.Find(name) is { TakesBody: true })
            {
                var next = NextBlock(text, start);
                body = text[start..next].TrimEnd('\n');
                start = next;
            }
            parts.Add(new CellPart.Directive(Line(text, at), name, arguments, body));
        }
        return parts;
    }

    // Of the next line that is a directive to the compiler: its first and its last place, and whether #if leaves it out. Only so far is
    // the text read as C#: what follows may be Markdown.
    private static (int At, int End, bool IsActive) NextDirective(string text, int start)
    {
        foreach (
            var trivia in SyntaxFactory
                .ParseTokens(text[start..], options: CSharpSession.Parsing)
                .SelectMany(static token => token.LeadingTrivia)
                .Where(static trivia => trivia.IsDirective)
        )
        {
            var at = start + trivia.SpanStart;
            if (trivia.GetStructure() is DirectiveTriviaSyntax directive && Read(text[at..LineEnd(text, at)]) is not null)
            {
                return (at, LineEnd(text, at), directive.IsActive);
            }
        }
        return (text.Length, text.Length, true);
    }

    // Inside a block of another language only the next block is a directive: Markdown has headings, JavaScript has private fields.
    private static int NextBlock(string text, int start)
    {
        var at = start;
        while (at < text.Length && !(Read(text[at..LineEnd(text, at)]) is var (name, _) && DirectiveCatalog.EndsText(name)))
        {
            at = LineEnd(text, at) + 1;
        }
        return Math.Min(at, text.Length);
    }

    private static CellPart.Code? Code(string text, int start, int end)
    {
        var code = text.AsSpan(start, end - start).TrimEnd('\n');
        var line = Line(text, start);
        return code.IsWhiteSpace() ? null : new(line, new string('\n', line) + code.ToString());
    }

    private static int Line(string text, int at) => text.AsSpan(0, at).Count('\n');

    private static int LineEnd(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    private static (string Name, string Arguments)? Read(string line)
    {
        var text = line.TrimStart();
        var length = text.TakeWhile(static letter => !char.IsWhiteSpace(letter) && !CellPart.Opening.Contains(letter)).Count();
        var name = text[..length];
        return name.StartsWith("#!", StringComparison.Ordinal) || (length < text.Length && Names.Contains(name))
            ? (name, text[length..].Trim())
            : null;
    }
}
