namespace Lethe.Notebooks;

/// <summary>A picture as the address of an <c>img</c> element: within it nothing runs, and its ids are its own.</summary>
internal static partial class StillPicture
{
    // The charts' grey lies between light and dark pages; on either, another one reads better.
    private const string Grey = "#777";
    private static readonly string Style = $"<style>{Scheme("light", "#595959")}{Scheme("dark", "#b5b5b5")}</style>";

    public static string OfSvg(string svg)
    {
        var isGrey = svg.Contains($"\"{Grey}\"", StringComparison.Ordinal);
        var styled = isGrey ? Opening().Replace(svg, static tag => tag.Value + Style, 1) : svg;
        return Html.Data("image/svg+xml", Encoding.UTF8.GetBytes(styled));
    }

    private static string Scheme(string name, string colour) =>
        $"@media (prefers-color-scheme: {name}) {{ [fill=\"{Grey}\"] {{ fill: {colour}; }} [stroke=\"{Grey}\"] {{ stroke: {colour}; }} }}";

    [GeneratedRegex("""<svg(?:\s+[\w:.-]+="[^"]*")*\s*>""")]
    private static partial Regex Opening();
}
