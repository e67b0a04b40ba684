using System.Globalization;
using System.Net;
using System.Text;
using Lethe.Experiments.Reports;
using Lethe.Runtime;

namespace Lethe.Notebooks.Gallery;

/// <summary>The page of all pages: a card a notebook.</summary>
public static class GalleryIndex
{
    /// <summary>By this a folder is known to be a gallery.</summary>
    internal const string Mark = "<meta name=\"generator\" content=\"lethe gallery\">";

    public static string Render(GalleryFacts facts, IReadOnlyList<GalleryEntry> entries)
    {
        var html = new StringBuilder(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>{PageHead.Of("Lethe: the notebooks", PagePolicy.Still)}{Mark}
            <style>
            {PageAssets.IndexStyle}</style>
            </head>
            <body>
            <a class="skip" href="#notebooks">Skip to the notebooks</a>
            <header>
            <p class="kit">Lethe</p>
            <h1>The notebooks</h1>
            <p class="lead">{Escape(Lead(facts, entries))}</p>
            </header>
            <main id="notebooks">
            <ol class="cards">

            """
        );
        foreach (var entry in entries)
        {
            Card(html, entry);
        }
        html.Append("</ol>\n</main>\n<footer>\n<h2>Where this comes from</h2>\n<dl>\n");
        foreach (var (name, value) in Origin(facts))
        {
            html.Append($"<div><dt>{name}</dt><dd>{Escape(value)}</dd></div>\n");
        }
        return html.Append("</dl>\n</footer>\n</body>\n</html>\n").ToString();
    }

    private static void Card(StringBuilder html, GalleryEntry entry)
    {
        List<string> facts = [.. entry.Parameters.Select(static parameter => $"{parameter.Key} {parameter.Value}")];
        html.Append(
            $"""
            <li class="card">
            <div class="picture"><img src="{Escape(entry.Picture)}" alt=""></div>
            <p class="name">{Escape(Path.GetFileNameWithoutExtension(entry.File))}</p>
            <h2><a href="{entry.Page}">{Escape(entry.Title)}</a></h2>
            {(
                entry.About.Sentence is { } sentence ? $"<p class=\"sentence\">{Escape(sentence)}</p>\n" : ""
            )}<p class="status {entry.Status.State.ToString().ToLowerInvariant()}">{StatusIcon.Of(entry.Status.State)}<span>{Escape(
                entry.Status.Words
            )}</span></p>
            {(facts.Count > 0 ? $"<p class=\"parameters\">{Escape(string.Join(", ", facts))}</p>\n" : "")}</li>

            """
        );
    }

    private static string Lead(GalleryFacts facts, IReadOnlyList<GalleryEntry> entries)
    {
        var count = entries.Count == 1 ? "One notebook" : string.Create(CultureInfo.InvariantCulture, $"{entries.Count} notebooks");
        if (facts.AsSaved)
        {
            return $"{count}, shown as saved. Nothing was run for these pages.";
        }
        var ran = entries.Count(static entry => entry.Status.State == EntryState.Ran);
        var seconds = entries.Sum(static entry => entry.Status.Seconds ?? 0);
        var done =
            ran == entries.Count
                ? "executed from top to bottom"
                : string.Create(CultureInfo.InvariantCulture, $"{ran} of them executed from top to bottom");
        return $"{count}, {done}{(seconds > 0 ? $", {EntryStatus.Duration(seconds)} in all" : "")}.";
    }

    private static IEnumerable<(string Name, string Value)> Origin(GalleryFacts facts)
    {
        yield return (
            facts.AsSaved ? "Exported" : "Executed",
            facts.Date.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)
        );
        if (facts.Parameters.Count > 0)
        {
            yield return (
                "Parameters",
                string.Join(", ", facts.Parameters.Select(static parameter => $"{parameter.Key}={parameter.Value}"))
            );
        }
        yield return (
            facts.AsSaved ? "Commit of the notebooks" : "Commit",
            facts.Commit is { } commit ? commit + (facts.IsDirty == true ? " with changes" : "") : "unknown"
        );
        yield return ("Hardware", facts.Hardware ?? "of whoever saved the notebooks");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(DirectionControls.Show(text));
}
