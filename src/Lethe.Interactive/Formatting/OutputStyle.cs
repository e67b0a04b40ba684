using Lethe.Runtime;

namespace Lethe.Interactive.Formatting;

/// <summary>
/// How tables and runs look in a notebook. Nobody tells an output whether its page is light or dark: all shades are mixed from the page's
/// own text colour, and plain greys are there for browsers that cannot mix. A page may use the same class names: what it could change is
/// set here.
/// </summary>
/// <param name="name"><c>table</c>, <c>run</c> or <c>widget</c>.</param>
internal sealed class OutputStyle(string name)
{
    public static OutputStyle Table { get; } = new("table");

    public static OutputStyle Run { get; } = new("run");

    public static OutputStyle Widget { get; } = new("widget");

    /// <summary>Ends with a line break.</summary>
    public string Css { get; } = Embedded.Text(typeof(OutputStyle), $"{name}.css");

    /// <summary>An output that brings its style along.</summary>
    public string Wrap(Html content)
    {
        Html output = $"<style>\n{Html.Raw(Css)}</style>\n<div class=\"lethe-{name}\">\n{content}</div>\n";
        return output.ToString();
    }
}
