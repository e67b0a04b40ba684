using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Kernel;

/// <summary>A formula in LaTeX, as notebooks for early versions of .NET Interactive write it; later ones have
/// <see cref="LaTeXString"/>.</summary>
[TypeFormatterSource(typeof(MathString.FormatterSource))]
public sealed class MathString(string latexCode)
{
    private const string Ends = "$$";
    private const string LatexType = "text/latex";

    public static implicit operator MathString(string source) => new(source);

    public override string ToString() => latexCode.StartsWith(Ends, StringComparison.Ordinal) ? latexCode : $"{Ends}{latexCode}{Ends}";

    internal sealed class FormatterSource : ITypeFormatterSource
    {
        public IEnumerable<ITypeFormatter> CreateTypeFormatters()
        {
            Formatter.SetPreferredMimeTypesFor(typeof(MathString), LatexType);
            return [new Latex()];
        }
    }

    private sealed class Latex : TypeFormatter<MathString>
    {
        public override string MimeType => LatexType;

        public override bool Format(MathString value, FormatContext context)
        {
            context.Writer.Write(value.ToString());
            return true;
        }
    }
}
