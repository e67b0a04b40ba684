namespace Lethe.Kernel.Directives;

/// <summary>A cell cut at its directives.</summary>
/// <param name="Line">Of the cell, counted from 0, that the part begins at.</param>
internal abstract record CellPart(int Line)
{
    // As typed, and as word processors and web pages turn it.
    private const string Quotes = "\"'“”„«»";

    /// <summary>What an argument in quotes begins with.</summary>
    public const string Opening = $"@{Quotes}";

    /// <summary>C#, with empty lines in front so that its lines count as in the cell.</summary>
    internal sealed record Code(int Line, string Text) : CellPart(Line);

    /// <summary>A directive as typed, with the rest of its line, and the lines that belong to it, if it takes any.</summary>
    internal sealed record Directive(int Line, string Name, string Arguments, string Body) : CellPart(Line)
    {
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
}
