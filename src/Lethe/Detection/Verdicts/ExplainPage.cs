using Lethe.Pages;

namespace Lethe.Detection.Verdicts;

/// <summary>The pages that explain: each says in words and numbers what its pictures show.</summary>
internal static class ExplainPage
{
    public static string Render(FileVerdict file, IReadOnlyList<ExplainedFace> faces, ExamineResult about)
    {
        var page = Start(Path.GetFileName(file.Path), about)
            .Add(Sentence(file.Verdict!.Value, file.Probability!.Value, about.Band))
            .Paragraph(VerdictText.NeverSeen(about.Facts), "never")
            .Paragraphs(VerdictText.Notes(file));
        if (file is { IsVideo: true, Strip: { } whole })
        {
            Strip(page.Section("The whole video"), whole, "Mean over the frames for which the strip was measured.");
        }
        if (file.IsVideo)
        {
            page.Paragraph("Below: the frame with the highest probability of fake, and the one with the lowest.");
        }
        foreach (var face in faces)
        {
            Face(page, face, about);
        }
        return page.Render($"<a href=\"index.html\">All files</a>. {Meaning(about)}");
    }

    /// <param name="entries">In their order; without a page what was not examined.</param>
    public static string RenderIndex(ExamineResult result, IReadOnlyList<(FileVerdict File, string? Page)> entries) =>
        Start("Verdicts", result)
            .Paragraph(VerdictText.Summary(result))
            .Paragraph(VerdictText.NeverSeen(result.Facts), "never")
            .Table(["File", "Verdict", HtmlCell.Number("Probability of fake")], entries.Select(static entry => Row(entry.File, entry.Page)))
            .Render(Meaning(result));

    private static HtmlRow Row(FileVerdict file, string? page)
    {
        if (page is null)
        {
            return new(file.Path, [new($"not examined: {file.Refusal}", Span: 2)]);
        }
        var (verdict, depends) = (file.Verdict!.Value, file.Strip?.DependsOnQuality == true ? ", depends on the quality" : "");
        return new(
            new HtmlCell($"<a href=\"{page}\">{file.Path}</a>"),
            [
                new($"{VerdictText.Word(verdict)}{depends}", VerdictText.Key(verdict)),
                HtmlCell.Number(VerdictText.Number(file.Probability!.Value)),
            ]
        );
    }

    private static void Face(Page page, ExplainedFace face, ExamineResult about)
    {
        page.Section(face.Title)
            .Add(Sentence(face.Verdict.Verdict, face.Verdict.Probability, about.Band))
            .Paragraphs(face.Verdict.Notes)
            .Figure(
                face.Heat,
                "The face, and beside it the face in grey under a heat map.",
                "Where the network found what raised its score for fake (Grad-CAM): a little in blue, most in yellow. This shows "
                    + "what the network relied on, and proves nothing about the picture."
            )
            .Figure(
                face.Frequencies,
                "The spectrum of the crop, and its mean over all directions as a curve.",
                "How much of each frequency the crop has, from coarse to fine. "
                    + (
                        face.FarFromReal is var (far, of)
                            ? $"At {far} of {of} frequencies it lies outside the band in which about 95 of 100 real crops lie."
                            : "This detector brings no real crops to compare with."
                    )
            );
        if (face.Verdict.Strip is { } strip)
        {
            Strip(
                page,
                strip,
                strip.DependsOnQuality
                    ? "The verdict depends on the quality: the same face gets another one when compressed."
                    : "The verdict is the same at every quality that was measured."
            );
        }
    }

    private static void Strip(Page page, RobustnessStrip strip, string caption) =>
        page.Table(
            ["Quality", HtmlCell.Number("Fake"), "Verdict", ""],
            strip.Points.Select(point => new HtmlRow(
                point.Title,
                point.Probability is { } probability && VerdictText.Key(strip.Band.Of(probability)) is var css
                    ?
                    [
                        HtmlCell.Number(VerdictText.Number(probability)),
                        new($"{VerdictText.Word(strip.Band.Of(probability))}", css),
                        HtmlCell.Bar(probability, css),
                    ]
                    : [new($"{point.Why}", Span: 3)]
            )),
            $"{caption}",
            "strip"
        );

    private static Html Sentence(Verdict verdict, double probability, UnsureBand band)
    {
        var unsure = band.Low < band.High ? $" ({VerdictText.Unsure(band)})" : "";
        return $"<p class=\"verdict\"><strong class=\"{VerdictText.Key(verdict)}\">{VerdictText.Word(verdict)}</strong>: probability of "
            + $"fake {VerdictText.Number(probability)}{unsure}</p>\n";
    }

    private static Page Start(string title, ExamineResult about) =>
        new Page($"{title}: lethe detect") { Style = Page.StyleSheet("verdict") }.Heading(about.Facts.Title, title);

    private static Html Meaning(ExamineResult about) =>
        $"{VerdictText.Meaning(about)} Training record {about.Facts.TrainingRecord}. Detectors make mistakes: a verdict is a reason to "
        + $"look closer, not evidence.";
}
