namespace Lethe.Pages;

/// <summary>A cell of a table of HTML. A text or <see cref="Html"/> is one as it is.</summary>
/// <param name="Class">Of the style; null for none.</param>
/// <param name="Title">What a pointer over it tells; null for nothing.</param>
/// <param name="Span">How many columns it takes.</param>
internal readonly record struct HtmlCell(Html Content, string? Class = null, string? Title = null, int Span = 1)
{
    public static implicit operator HtmlCell(string text) => new($"{text}");

    public static implicit operator HtmlCell(Html content) => new(content);

    /// <summary>A number, or the heading of a column of them: stands on the right.</summary>
    public static HtmlCell Number(string text) => new($"{text}", "number");

    /// <summary>A bar beside the number that it draws; nothing is read aloud.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="color">A class of the style, <c>real</c> or <c>fake</c>.</param>
    public static HtmlCell Bar(double share, string color) =>
        new($"<span class=\"fill\" style=\"width:{100 * share:0.#}%\" aria-hidden=\"true\"></span>", $"bar {color}");
}
