namespace Lethe.Kernel.Outputs;

/// <summary>A language whose text is shown, not run, and what it looks like.</summary>
/// <param name="Names">As in directives, without <c>#!</c>.</param>
internal sealed record TextLanguage(string MimeType, Func<string, MimeBundle> Shown, params string[] Names)
{
    public static IReadOnlyList<TextLanguage> All { get; } =
    [
        Of("text/html", "html"),
        Of("text/markdown", "markdown", "md"),
        Of("application/javascript", "javascript", "js"),
        new("text/vnd.mermaid", Mermaid, "mermaid"),
    ];

    public static TextLanguage? Find(string name) =>
        All.FirstOrDefault(language => language.Names.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static TextLanguage Of(string mimeType, params string[] names) =>
        new(mimeType, text => MimeBundle.OfText(text, mimeType), names);

    // Drawn where the front end draws diagrams in Markdown (JupyterLab 4.1, VS Code); as text elsewhere.
    private static MimeBundle Mermaid(string text) =>
        new(
            new Dictionary<string, string>
            {
                ["text/vnd.mermaid"] = text,
                ["text/markdown"] = $"```mermaid\n{text}\n```",
                [MimeBundle.Plain] = text,
            }
        );
}
