namespace Lethe.Interactive.Formatting;

/// <summary>
/// How tables look in a notebook. Nobody tells an output whether its page is light or dark: all shades are mixed from the page's own text
/// colour,
/// and plain greys are there for browsers that cannot mix. A page may use the same class names: what it could change is set here.
/// </summary>
internal static class TableStyle
{
    public const string Css = """
        .lethe-table { font-size: 13px; line-height: 1.45; max-width: 100%; }
        .lethe-table .title { font-weight: 600; margin: 0 0 .4em; }
        .lethe-table .scroll { overflow-x: auto; margin: 0 0 .9em; }
        .lethe-table table { border-collapse: collapse; border: 0; margin: 0; font-size: inherit; font-variant-numeric: tabular-nums; }
        .lethe-table caption { caption-side: top; text-align: left; font-weight: 600; color: inherit; padding: .2em 0; }
        .lethe-table th, .lethe-table td { border: 0; border-bottom: 1px solid #8886; padding: .25em .7em; text-align: left; vertical-align: top; font-weight: normal; }
        .lethe-table thead th { border-bottom: 2px solid #8889; font-weight: 600; white-space: nowrap; }
        .lethe-table tbody th { white-space: nowrap; }
        .lethe-table .number { text-align: right; white-space: nowrap; color: inherit; }
        .lethe-table strong { font-weight: 700; }
        .lethe-table tr.own { background: #58f2; }
        .lethe-table tr.own th { font-weight: 700; }
        .lethe-table small, .lethe-table .status, .lethe-table .quiet, .lethe-table details { font-size: .92em; color: #777; color: color-mix(in srgb, currentColor 68%, transparent); }
        .lethe-table td.number > * { display: block; }
        .lethe-table .number .ours { white-space: normal; }
        .lethe-table div.status { margin: -.5em 0 1.2em; }
        .lethe-table .status p { margin: 0; }
        .lethe-table .chip.reproduced { color: #2a8f4c; color: color-mix(in srgb, currentColor 58%, #12a14b); }
        .lethe-table .chip.differs { color: #b96a12; color: color-mix(in srgb, currentColor 58%, #e07b00); }
        .lethe-table summary { cursor: pointer; }
        .lethe-table details p { margin: .15em 0; overflow-wrap: anywhere; }
        .lethe-table p.quiet { margin: .15em 0 1em; }
        .lethe-table ul { margin: .3em 0; padding-left: 1.2em; }
        .lethe-table a { color: inherit; }
        """;

    /// <summary>An output that brings its style along.</summary>
    public static string Wrap(string content) => $"<style>\n{Css}\n</style>\n<div class=\"lethe-table\">\n{content}</div>\n";
}
