namespace Lethe.Pages;

/// <summary>What the head of every page of the kit begins with.</summary>
public static class PageHead
{
    /// <param name="title">As plain text.</param>
    /// <param name="policy">Stands before all that it governs.</param>
    /// <returns>HTML, for the beginning of the head element.</returns>
    public static string Of(string title, PagePolicy policy) =>
        $"<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{policy.Directives}\">"
        + "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\"><meta name=\"referrer\" content=\"no-referrer\">"
        + $"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Html.Escape(title)}</title><link "
        + $"rel=\"icon\" href=\"data:,\">\n";
}
