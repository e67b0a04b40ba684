using Lethe.Erasing.Fashion;
using Lethe.Erasing.Reports;
using Lethe.Erasing.Runs;
using Lethe.Interactive.Runs;
using Lethe.Pages;

namespace Lethe.Cli.Erase;

/// <summary>The report as a page, which says in words and numbers what its picture shows.</summary>
internal static class ErasePage
{
    public static string Render(ErasureResult result)
    {
        var page = new Page($"{result.Pair.Concept}: lethe erase") { Style = Page.StyleSheet("verdict") }
            .Heading($"lethe erase: {result.Method.Title}", EraseText.Title(result))
            .Paragraphs(EraseText.Sentences(result))
            .Figure(
                result.Grid,
                "Pictures before and after, one column for each prompt; the tables below say what they show.",
                "One column for each prompt. In every pair, the upper picture is from before and the lower one from after, "
                    + "both from the same noise.",
                "wide"
            );
        Changes(page.Section("What else changed"), result);
        if (result.Measures.Erased is { Before: { } before, After: { } after })
        {
            Votes(page.Section("What the erased prompt turns into"), result.Measures.Erased.Prompt, before, after);
        }
        page.Section("How it was made").Table([], EraseText.Facts(result).Select(static fact => new HtmlRow(fact.Name, [fact.Value])));
        Usage(page.Section("How to use it"), result);
        return page.Render($"{string.Join(' ', EraseText.Cautions(result))}");
    }

    private static void Changes(Page page, ErasureResult result)
    {
        var isDetected = result.HasDetector;
        HtmlCell[] Seen(params string[] texts) => isDetected ? [.. texts.Select(HtmlCell.Number)] : [];
        HtmlRow Row(PromptChange change) =>
            new(
                EraseText.Name(change.Prompt),
                [
                    EraseText.Role(change.Prompt.Role),
                    .. Seen(
                        EraseText.Percent(change.AccuracyBefore),
                        EraseText.Percent(change.AccuracyAfter),
                        EraseText.Points(change.Lost)
                    ),
                    HtmlCell.Number(Numbers.Invariant($"{change.Similarity:F3}")),
                    .. Seen(Numbers.Invariant($"{change.Distance ?? 0:F1}")),
                ]
            );
        var order = isDetected
            ? "Share of the pictures that the detector takes for what their prompt names; the one that lost most comes first. "
                + "Distance: from the erased concept as the detector sees it, before."
            : "The least alike comes first.";
        page.Table(
            ["Prompt", "", .. Seen("Before", "After", "Points"), HtmlCell.Number("SSIM"), .. Seen("Distance")],
            EraseText.Rows(result).Select(Row),
            $"{order} SSIM: how alike the pictures before and after are, 1 if equal."
        );
    }

    private static void Votes(Page page, MeasuredPrompt erased, ClassVotes before, ClassVotes after) =>
        page.Table(
            ["Taken for", HtmlCell.Number("Before"), HtmlCell.Number("After"), ""],
            FashionPrompts
                .Names.Index()
                .Where(one => before.Counts[one.Index] + after.Counts[one.Index] > 0)
                .OrderByDescending(one => after.Counts[one.Index])
                .Select(one => new HtmlRow(
                    one.Item,
                    [
                        HtmlCell.Number($"{before.Counts[one.Index]}"),
                        HtmlCell.Number($"{after.Counts[one.Index]}"),
                        HtmlCell.Bar(after.Share(one.Index), one.Index == erased.Class ? "fake" : "real"),
                    ]
                )),
            $"What the detector takes the pictures of '{erased.Name}' for, of {before.Pictures} before and {after.Pictures} after; "
                + $"the bars show after.",
            "strip"
        );

    private static void Usage(Page page, ErasureResult result)
    {
        var open =
            result.ModelName == FashionDiffusion.Name ? "FashionDiffusion.Open()"
            : result.HasDetector ? $"FashionDiffusion.Open(\"{result.ModelName}/{FashionDiffusion.Name}.safetensors\")"
            : $"DiffusersFolder.Open(\"{result.ModelName}\")";
        page.Paragraph($"{EraseFolder.DeltaName} holds only what changed. In a notebook:")
            .Add(
                $"<pre><code>using var model = {open};\nDelta.Apply(model.UNet, \"{EraseFolder.DeltaName}\");</code></pre>\n"
                    + $"<p>As a whole model in a folder:</p>\n<pre><code>lethe erase --apply {EraseFolder.DeltaName} --model "
                    + $"{result.ModelName} --out erased</code></pre>\n"
            );
    }
}
