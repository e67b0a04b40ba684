using Lethe.Kernel.Compiling;
using Lethe.Kernel.Directives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Notebooks;

/// <summary>C# as HTML with keywords, text, numbers and comments marked.</summary>
internal static partial class CodeColours
{
    // The compiler's own reader of interpolated strings is recursive, and does not look how much of the stack is left.
    private const int MostInterpolated = 200;

    /// <summary>False for code that no person wrote, which would end this process if it were read.</summary>
    public static bool CanBeRead(string code) => Interpolated().Count(code) <= MostInterpolated;

    public static Html ToHtml(string code)
    {
        try
        {
            return CanBeRead(code) ? DeepStack.Run(() => Coloured(code)) : Plain(code);
        }
        catch (TooDeepException)
        {
            return Plain(code);
        }
    }

    private static Html Coloured(string code)
    {
        // Only code parts are C#; directives stay plain text.
        if (CellParts.Cut(code) is var parts && parts.Any(static part => part is CellPart.Directive))
        {
            var starts = parts.OfType<CellPart.Directive>().Select(static part => part.Line).ToHashSet();
            var lines = code.ReplaceLineEndings("\n").Split('\n');
            return Html.Join("\n", lines.Select((line, i) => starts.Contains(i) ? Span("comment", line) : Plain(line)));
        }
        var html = new Html();
        foreach (var token in SyntaxFactory.ParseTokens(code, options: CSharpSession.Parsing))
        {
            html.Add($"{token.LeadingTrivia.Select(Trivia)}{(Kind(token) is { } kind ? Span(kind, token.Text) : Plain(token.Text))}");
            html.Add($"{token.TrailingTrivia.Select(Trivia)}");
        }
        return html;
    }

    private static Html Trivia(SyntaxTrivia piece) =>
        piece.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia
            ? Plain(piece.ToFullString())
            : Span("comment", piece.ToFullString());

    private static string? Kind(SyntaxToken token) =>
        token.Kind() switch
        {
            SyntaxKind.NumericLiteralToken => "number",
            SyntaxKind.StringLiteralToken
            or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.InterpolatedStringToken
            or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken => "string",
            var kind
                when SyntaxFacts.IsKeywordKind(kind)
                    || token.Text
                        is "var"
                            or "await"
                            or "async"
                            or "record"
                            or "when"
                            or "where"
                            or "from"
                            or "select"
                            or "and"
                            or "or"
                            or "not"
                            or "with"
                            or "yield" => "keyword",
            _ => null,
        };

    [GeneratedRegex("[$]@*\"|@[$]+\"")]
    private static partial Regex Interpolated();

    private static Html Plain(string text) => $"{text}";

    private static Html Span(string kind, string text) => $"<span class=\"{kind}\">{text}</span>";
}
