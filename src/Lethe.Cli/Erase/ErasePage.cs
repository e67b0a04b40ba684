using System.Globalization;
using System.Text;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Reports;
using Lethe.Pages;

namespace Lethe.Cli.Erase;

/// <summary>The report as a page: needs no other file, reads on a phone, light and dark, and says in words and numbers what its picture
/// shows.</summary>
internal static class ErasePage
{
    /// <summary>A whole HTML document.</summary>
    /// <param name="grid">A PNG of <see cref="BeforeAfterGrid"/>.</param>
    public static string Render(EraseResult result, byte[] grid)
    {
        var text = Start(result);
        foreach (var sentence in EraseText.Sentences(result))
        {
            text.Append($"<p>{Html.Escape(sentence)}</p>\n");
        }
        text.Append(
            $"<figure>\n<img class=\"wide\" src=\"data:image/png;base64,{Convert.ToBase64String(grid)}\" alt=\"Pictures before "
                + $"and after, one column for each prompt; the tables below say what they show.\">\n"
                + "<figcaption>One column for each prompt. In every pair, the upper picture is from before and the lower one "
                + "from after, both from the same noise.</figcaption>\n</figure>\n"
        );
        Changes(text, result);
        if (result.Measures.Erased is { Before: { } before, After: { } after })
        {
            Votes(text, result, before, after);
        }
        Making(text, result);
        Usage(text, result);
        return text.Append(
                $"</main>\n<footer>{string.Join(' ', EraseText.Cautions(result).Select(Html.Escape))}</footer>\n</body>\n</html>\n"
            )
            .ToString();
    }

    private static StringBuilder Start(EraseResult result)
    {
        using var style = new StreamReader(typeof(ErasePage).Assembly.GetManifestResourceStream("explain.css")!);
        return new StringBuilder(
            $"<!doctype html>\n<html lang=\"en\">\n<head>\n{PageHead.Of($"{result.Concept}: lethe erase", PagePolicy.Still)}"
        ).Append(
            $"<style>\n{style.ReadToEnd()}{Own}</style>\n</head>\n<body>\n<main>\n<p class=\"kit\">lethe erase: "
                + $"{Html.Escape(result.Method.Title)}</p>\n<h1>{Html.Escape(EraseText.Title(result))}</h1>\n"
        );
    }

    private static void Changes(StringBuilder text, EraseResult result)
    {
        var near = result.Measures.Neighbours;
        text.Append("<section>\n<h2>What else changed</h2>\n<div class=\"scroll\">\n<table>\n");
        text.Append(
            $"<caption>{(result.HasDetector ? "Share of the pictures that the detector takes for what their prompt names; the one that lost most comes first. Distance: from the erased concept as the detector sees it, before." : "The least alike comes first.")} "
                + $"SSIM: how alike the pictures before and after are, 1 if equal.</caption>\n"
        );
        text.Append(
            $"<thead><tr><th scope=\"col\">Prompt</th><th "
                + $"scope=\"col\"></th>{(result.HasDetector ? Heads("Before", "After", "Points") : "")}{Heads("SSIM")}{(result.HasDetector ? Heads("Distance") : "")}</tr></thead>\n<tbody>\n"
        );
        foreach (var change in near.Neighbours.Prepend(result.Measures.Erased).Append(result.Measures.Nothing))
        {
            text.Append(
                $"<tr><th scope=\"row\">{Html.Escape(EraseText.Name(change.Prompt))}</th><td>{EraseText.Role(change.Prompt.Role)}</td>"
            );
            text.Append(
                result.HasDetector
                    ? Cells(
                        EraseText.Percent(change.AccuracyBefore),
                        EraseText.Percent(change.AccuracyAfter),
                        EraseText.Points(change.Lost)
                    )
                    : ""
            );
            text.Append(Cells(Number(change.Similarity, "F3")))
                .Append(result.HasDetector ? Cells(Number(change.Distance ?? 0, "F1")) : "")
                .Append("</tr>\n");
        }
        text.Append("</tbody>\n</table>\n</div>\n</section>\n");
    }

    private static void Votes(StringBuilder text, EraseResult result, ClassVotes before, ClassVotes after)
    {
        text.Append(
            $"<section>\n<h2>What the erased prompt turns into</h2>\n<table class=\"strip\">\n<caption>What the detector takes "
                + $"the pictures of '{Html.Escape(result.Measures.Erased.Prompt.Name)}' for, of {before.Pictures} before and "
                + $"{after.Pictures} after; the bars show after.</caption>\n"
        );
        text.Append(
            "<thead><tr><th scope=\"col\">Taken for</th><th scope=\"col\" class=\"number\">Before</th><th scope=\"col\" "
                + "class=\"number\">After</th><td></td></tr></thead>\n<tbody>\n"
        );
        foreach (
            var (label, name) in FashionPrompts
                .Names.Index()
                .Where(one => before.Counts[one.Index] + after.Counts[one.Index] > 0)
                .OrderByDescending(one => after.Counts[one.Index])
        )
        {
            text.Append(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<tr><th scope=\"row\">{name}</th><td class=\"number\">{before.Counts[label]}</td><td "
                        + $"class=\"number\">{after.Counts[label]}</td><td class=\"bar "
                        + $"{(label == result.Measures.Erased.Prompt.Class ? "fake" : "real")}\" aria-hidden=\"true\"><span "
                        + $"class=\"fill\" style=\"width:{100 * after.Share(label):0.#}%\"></span></td></tr>\n"
                )
            );
        }
        text.Append("</tbody>\n</table>\n</section>\n");
    }

    private static void Making(StringBuilder text, EraseResult result)
    {
        text.Append("<section>\n<h2>How it was made</h2>\n<table>\n<tbody>\n");
        foreach (var (name, value) in EraseText.Facts(result))
        {
            text.Append($"<tr><th scope=\"row\">{name}</th><td>{Html.Escape(value)}</td></tr>\n");
        }
        text.Append("</tbody>\n</table>\n</section>\n");
    }

    private static void Usage(StringBuilder text, EraseResult result)
    {
        var open =
            result.ModelName == FashionDiffusion.Name
                ? "FashionDiffusion.Open()"
                : Html.Escape(
                    result.HasDetector
                        ? $"FashionDiffusion.Open(\"{result.ModelName}/{FashionDiffusion.Name}.safetensors\")"
                        : $"DiffusersFolder.Open(\"{result.ModelName}\")"
                );
        text.Append(
                $"<section>\n<h2>How to use it</h2>\n<p>{EraseFolder.DeltaName} holds only what changed. In a "
                    + $"notebook:</p>\n<pre><code>using var model = {open};\nDelta.Apply(model.UNet, "
                    + $"\"{EraseFolder.DeltaName}\");</code></pre>\n"
            )
            .Append(
                $"<p>As a whole model in a folder:</p>\n<pre><code>lethe erase --apply {EraseFolder.DeltaName} --model "
                    + $"{Html.Escape(result.ModelName)} --out erased</code></pre>\n</section>\n"
            );
    }

    private static string Heads(params string[] titles) =>
        string.Concat(titles.Select(static title => $"<th scope=\"col\" class=\"number\">{title}</th>"));

    private static string Cells(params string[] values) =>
        string.Concat(values.Select(static value => $"<td class=\"number\">{value}</td>"));

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private const string Own = """
        figure img.wide { max-width: 62rem; } th.number { text-align: right; } .scroll { overflow-x: auto; }
        pre { overflow-x: auto; padding: 0.8rem 1rem; background: var(--mat); border: 1px solid var(--line); } code { font: 0.9rem/1.5 ui-monospace, monospace; }

        """;
}
