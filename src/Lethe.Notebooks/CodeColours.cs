using System.Net;
using System.Text;
using System.Text.RegularExpressions;
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

    public static string ToHtml(string code)
    {
        if (!CanBeRead(code))
        {
            return WebUtility.HtmlEncode(code);
        }
        try
        {
            return DeepStack.Run(() => Coloured(code));
        }
        catch (TooDeepException)
        {
            return WebUtility.HtmlEncode(code);
        }
    }

    private static string Coloured(string code)
    {
        // Only code parts are C#; directives stay plain text.
        if (CellParts.Cut(code) is var parts && parts.Any(static part => part is CellPart.Directive))
        {
            var starts = parts.OfType<CellPart.Directive>().Select(static part => part.Line).ToHashSet();
            return string.Join(
                '\n',
                code.ReplaceLineEndings("\n")
                    .Split('\n')
                    .Select((line, i) => starts.Contains(i) ? Span("comment", line) : WebUtility.HtmlEncode(line))
            );
        }
        var html = new StringBuilder();
        foreach (var token in SyntaxFactory.ParseTokens(code, options: CSharpSession.Parsing))
        {
            Append(html, token.LeadingTrivia);
            html.Append(Kind(token) is { } kind ? Span(kind, token.Text) : WebUtility.HtmlEncode(token.Text));
            Append(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    private static void Append(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (var piece in trivia)
        {
            var text = piece.ToFullString();
            html.Append(
                piece.IsKind(SyntaxKind.WhitespaceTrivia) || piece.IsKind(SyntaxKind.EndOfLineTrivia) ? text : Span("comment", text)
            );
        }
    }

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

    private static string Span(string kind, string text) => $"<span class=\"{kind}\">{WebUtility.HtmlEncode(text)}</span>";
}
