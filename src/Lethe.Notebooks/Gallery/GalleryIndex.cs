using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Notebooks.Gallery;

/// <summary>The page of all pages: a card a notebook.</summary>
public static class GalleryIndex
{
    /// <summary>By this a folder is known to be a gallery.</summary>
    internal const string Mark = "<meta name=\"generator\" content=\"lethe gallery\">";

    /// <param name="extras">Pages that are no notebooks: none unless they are there.</param>
    public static string Render(GalleryFacts facts, IReadOnlyList<GalleryEntry> entries, IReadOnlyList<GalleryExtra>? extras = null) =>
        new Page("Lethe: the notebooks")
        {
            Mark = Html.Raw(Mark),
            Style = PageAssets.Text("index.css"),
            Above =
                $"<a class=\"skip\" href=\"#content\">Skip to the notebooks</a>\n<header>\n<p class=\"kit\">Lethe</p>\n"
                + $"<h1>The notebooks</h1>\n<p class=\"lead\">{Lead(facts, entries)}</p>\n</header>\n",
        }
            .Add($"{(extras ?? []).Select(Link)}<ol class=\"cards\">\n{entries.Select(Card)}</ol>\n")
            .Render(
                $"\n<h2>Where this comes from</h2>\n<dl>\n"
                    + $"{Origin(facts).Select(static fact => (Html)$"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>\n")}</dl>\n"
            );

    private static Html Link(GalleryExtra extra) =>
        $"<p class=\"extra\"><a href=\"{extra.File}\">{extra.Title}</a>: {extra.Sentence}</p>\n";

    private static Html Card(GalleryEntry entry)
    {
        Html card =
            $"<li class=\"card\">\n<div class=\"picture\"><img src=\"{entry.Picture}\" alt=\"\"></div>\n"
            + $"<p class=\"name\">{Path.GetFileNameWithoutExtension(entry.File)}</p>\n"
            + $"<h2><a href=\"{entry.Page}\">{entry.Title}</a></h2>\n";
        if (entry.About.Sentence is { } sentence)
        {
            card.Add($"<p class=\"sentence\">{sentence}</p>\n");
        }
        var (state, words) = (entry.Status.State, entry.Status.Words);
        card.Add($"<p class=\"status {state.ToString().ToLowerInvariant()}\">{Icon(state)}<span>{words}</span></p>\n");
        if (entry.Parameters.Count > 0)
        {
            card.Add($"<p class=\"parameters\">{Parameters(entry.Parameters, " ")}</p>\n");
        }
        return card.Add($"</li>\n");
    }

    // Told from the others by its shape.
    private static Html Icon(EntryState state)
    {
        var shape = state switch
        {
            EntryState.Ran => "<circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"M4.5 8.5l2.3 2.3 4.7-5.3\"/>",
            EntryState.Failed => "<path d=\"M5 1h6l4 4v6l-4 4H5l-4-4V5zM5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6\"/>",
            EntryState.TimedOut => "<path d=\"M3 1h10M3 15h10M4 1c0 5 8 9 8 14M12 1c0 5-8 9-8 14\"/>",
            EntryState.Waiting => "<circle cx=\"8\" cy=\"8\" r=\"7\" stroke-dasharray=\"2.5 2\"/>",
            _ => "<path d=\"M3.5 1h9v14L8 11.2 3.5 15z\"/>",
        };
        return $"<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{Html.Raw(shape)}</svg>";
    }

    private static string Parameters(IEnumerable<KeyValuePair<string, string>> parameters, string between) =>
        string.Join(", ", parameters.Select(parameter => $"{parameter.Key}{between}{parameter.Value}"));

    private static string Lead(GalleryFacts facts, IReadOnlyList<GalleryEntry> entries)
    {
        var count = entries.Count == 1 ? "One notebook" : Invariant($"{entries.Count} notebooks");
        if (facts.AsSaved)
        {
            return $"{count}, shown as saved. Nothing was run for these pages.";
        }
        var ran = entries.Count(static entry => entry.Status.State == EntryState.Ran);
        var seconds = entries.Sum(static entry => entry.Status.Seconds ?? 0);
        var done = ran == entries.Count ? "executed from top to bottom" : Invariant($"{ran} of them executed from top to bottom");
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
            yield return ("Parameters", Parameters(facts.Parameters, "="));
        }
        yield return (
            facts.AsSaved ? "Commit of the notebooks" : "Commit",
            facts.Commit is { } commit ? commit + (facts.IsDirty == true ? " with changes" : "") : "unknown"
        );
        yield return ("Hardware", facts.Hardware ?? "of whoever saved the notebooks");
    }
}
