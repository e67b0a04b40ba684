using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Kernel.Compiling;

/// <summary>
/// How deeply code is nested. The compiler takes minutes for some hundreds of levels and ends the process at some ten thousands, so what is
/// deeper than any person writes is refused, with a sentence: brackets and types by their tokens, before anything is parsed; chains of
/// operators, <c>else if</c>s and the like by the parsed tree.
/// </summary>
internal static class CodeDepth
{
    private const int MostBrackets = 256; // of all kinds, and types in types: f(g(h(, List<List<
    private const int MostTexts = 10; // interpolated, in each other: with each level the compiler reads all of it once more
    private const int MostTextsAtAll = 1_000;
    private const int MostLevels = 10_000; // of the parsed tree: 1 + 1 + 1 + … has one for each plus
    private const int FewLevels = 1_000; // for threads with the usual small stack
    private const int MostOpened = 200_000; // brackets that even the lexer, which calls itself for some, can take on its large stack
    private const string Advice = "the compiler cannot follow. Take it apart with variables.";
    private const string LongAdvice = "the compiler cannot follow. Use a loop, or take it apart with variables.";

    /// <summary>Before the lexer sees a text that may be anything.</summary>
    /// <exception cref="TooDeepException">It opens too many brackets.</exception>
    public static void CheckText(string code)
    {
        var opened = code.AsSpan().Count('(') + code.AsSpan().Count('[') + code.AsSpan().Count('{');
        if (opened > MostOpened)
        {
            throw new TooDeepException(
                $"The cell opens {opened:#,0} brackets; the compiler can take {MostOpened:#,0}. Read long data from a file."
            );
        }
        // The lexer reads a text that lies in a text once for each text around it: for 20,000, half a minute. What matters is {$", however
        // it is spaced.
        var texts = 0;
        for (var at = code.IndexOf('{'); at >= 0; at = code.IndexOf('{', at + 1))
        {
            texts += code.AsSpan(at + 1, Math.Min(8, code.Length - at - 1)).TrimStart() is ['$', ..] ? 1 : 0;
        }
        if (texts > MostTextsAtAll)
        {
            throw new TooDeepException($"The cell nests interpolated texts more than {MostTexts} deep; {Advice}");
        }
    }

    /// <summary>Before the parser sees a text. Call it on a <see cref="DeepStack"/>.</summary>
    /// <exception cref="TooDeepException">It is nested too deeply.</exception>
    public static void CheckTokens(string code)
    {
        CheckText(code);
        var (brackets, types) = (0, 0);
        foreach (var token in SyntaxFactory.ParseTokens(code, options: CSharpSession.Parsing))
        {
            (brackets, types) = (Math.Max(0, brackets + Step(token)), Types(token, types));
            // To the lexer an interpolated text is one token, whatever stands in its holes; and what #if asks is none of the code's.
            var (inside, texts) = token.IsKind(SyntaxKind.InterpolatedStringToken) ? Within(token.Text) : (Conditions(token), 0);
            if (Math.Max(brackets + inside, types) > MostBrackets)
            {
                throw new TooDeepException($"Line {Line(token)} nests brackets more than {MostBrackets} deep; {Advice}");
            }
            if (texts > MostTexts)
            {
                throw new TooDeepException($"Line {Line(token)} nests interpolated texts more than {MostTexts} deep; {Advice}");
            }
        }

        int Line(SyntaxToken token) => code.AsSpan(0, Math.Min(token.SpanStart, code.Length)).Count('\n') + 1;
    }

    /// <summary>True if code may be handed to what works on threads with the usual small stack, documentation comments included.</summary>
    public static bool IsShallow(string code) =>
        DeepStack.Run(() =>
        {
            try
            {
                CheckTokens(code);
                CheckTree(CSharpSyntaxTree.ParseText(code, CSharpSession.Parsing).GetRoot(), FewLevels);
                return code.Split('\n')
                        .Where(static line => line.AsSpan().TrimStart() is ['/' or '*', '/' or '*', ..])
                        .Sum(static line => line.AsSpan().Count('<') + line.AsSpan().Count('{')) <= FewLevels;
            }
            catch (TooDeepException)
            {
                return false;
            }
        });

    /// <summary>Before the compiler binds what was parsed.</summary>
    /// <exception cref="TooDeepException">The tree is too deep.</exception>
    public static void CheckTree(SyntaxNode root, int most = MostLevels)
    {
        var left = new Stack<(SyntaxNode Node, int Level)>([(root, 0)]);
        while (left.TryPop(out var next))
        {
            if (next.Level > most)
            {
                var line = next.Node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                throw new TooDeepException(
                    $"Line {line} holds an expression or statement of more than {most:#,0} parts within each other; {LongAdvice}"
                );
            }
            foreach (var child in next.Node.ChildNodes())
            {
                left.Push((child, next.Level + 1));
            }
        }
    }

    private static int Step(SyntaxToken token) =>
        token.Kind() switch
        {
            SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken or SyntaxKind.OpenBraceToken => 1,
            SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.CloseBraceToken => -1,
            _ => 0,
        };

    // "<" is a comparison too: only what can stand within a type keeps the count.
    private static int Types(SyntaxToken token, int types) =>
        token.Kind() switch
        {
            SyntaxKind.LessThanToken => types + 1,
            SyntaxKind.GreaterThanToken => Math.Max(0, types - 1),
            SyntaxKind.IdentifierToken
            or SyntaxKind.DotToken
            or SyntaxKind.CommaToken
            or SyntaxKind.QuestionToken
            or SyntaxKind.OpenBracketToken
            or SyntaxKind.CloseBracketToken
            or SyntaxKind.ColonColonToken => types,
            var kind when SyntaxFacts.IsPredefinedType(kind) => types,
            _ => 0,
        };

    private static int Conditions(SyntaxToken token) =>
        token
            .LeadingTrivia.Where(static trivia => trivia.IsDirective)
            .Select(static trivia => trivia.ToFullString())
            .Select(static text => Within(text).Brackets + text.AsSpan().Count('!'))
            .DefaultIfEmpty()
            .Max();

    private static (int Brackets, int Texts) Within(string text)
    {
        var (depth, deepest, texts) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch
            {
                '(' or '[' or '{' => 1,
                ')' or ']' or '}' => -1,
                _ => 0,
            };
            deepest = Math.Max(deepest, depth);
            texts += text[i] == '$' && i + 1 < text.Length && text[i + 1] is '"' or '@' ? 1 : 0;
        }
        return (deepest, Math.Min(texts, deepest + 1));
    }
}
