using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Lethe.Runtime;

namespace Lethe.Experiments.Reports;

/// <summary>Text made safe for HTML and SVG.</summary>
internal static partial class Html
{
    // ASCII's dangerous five are always escaped, whatever the ranges allow.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Escape(string text) => Encoder.Encode(DirectionControls.Show(text));

    /// <summary>The paper's symbols with their subscripts: D_tr becomes D with a lowered tr.</summary>
    public static string Symbols(string text) => Subscript().Replace(Escape(text), "D<sub>$1</sub>");

    [GeneratedRegex(@"\bD_(tr|tf|r|f)\b")]
    private static partial Regex Subscript();
}
