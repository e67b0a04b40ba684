using System.Globalization;
using System.Text;
using Lethe.Detection.Verdicts;
using Lethe.Pages;

namespace Lethe.Cli.Detect;

/// <summary>The pages of <c>--explain</c>: each needs no other file, reads on a phone, light and dark, and says in words and numbers what
/// its pictures show.</summary>
internal static class ExplainPage
{
    /// <summary>A whole HTML document about one file.</summary>
    public static string Render(FileVerdict file, IReadOnlyList<ExplainedFace> faces, DetectResult about)
    {
        var text = Start(Path.GetFileName(file.Path), about);
        Sentence(text, file.Verdict!.Value, file.Probability!.Value, about.Band);
        text.Append($"<p class=\"never\">{Html.Escape(DetectText.NeverSeen(about.Facts))}</p>\n");
        Notes(text, DetectText.Notes(file));
        if (file.IsVideo)
        {
            if (file.Strip is { } whole)
            {
                text.Append("<section>\n<h2>The whole video</h2>\n");
                Strip(text, whole, "Mean over the frames for which the strip was measured.");
                text.Append("</section>\n");
            }
            text.Append("<p>Below: the frame with the highest probability of fake, and the one with the lowest.</p>\n");
        }
        foreach (var face in faces)
        {
            Face(text, face, about);
        }
        return End(text, about, "<a href=\"index.html\">All files</a>. ");
    }

    /// <summary>A whole HTML document with all files.</summary>
    /// <param name="entries">In their order; without a page what was not examined.</param>
    public static string RenderIndex(DetectResult result, IReadOnlyList<(FileVerdict File, string? Page)> entries)
    {
        var text = Start("Verdicts", result);
        text.Append(
            $"<p>{Html.Escape(DetectText.Summary(result))}</p>\n<p class=\"never\">{Html.Escape(DetectText.NeverSeen(result.Facts))}</p>\n"
        );
        text.Append(
            "<table>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Verdict</th><th scope=\"col\">Probability of "
                + "fake</th></tr></thead>\n<tbody>\n"
        );
        foreach (var (file, page) in entries)
        {
            var name = Html.Escape(file.Path);
            text.Append(
                page is null
                    ? $"<tr><th scope=\"row\">{name}</th><td colspan=\"2\">not examined: {Html.Escape(file.Refusal!)}</td></tr>\n"
                    : $"<tr><th scope=\"row\"><a href=\"{page}\">{name}</a></th><td "
                        + $"class=\"{Class(file.Verdict!.Value)}\">{DetectText.Word(file.Verdict!.Value)}{(file.Strip?.DependsOnQuality == true ? ", depends on the quality" : "")}</td><td "
                        + $"class=\"number\">{DetectText.Number(file.Probability!.Value)}</td></tr>\n"
            );
        }
        text.Append("</tbody>\n</table>\n");
        return End(text, result, "");
    }

    private static void Face(StringBuilder text, ExplainedFace face, DetectResult about)
    {
        text.Append($"<section>\n<h2>{Html.Escape(face.Title)}</h2>\n");
        Sentence(text, face.Verdict.Verdict, face.Verdict.Probability, about.Band);
        Notes(text, face.Verdict.Notes);
        Figure(
            text,
            face.Heat,
            "The face, and beside it the face in grey under a heat map.",
            "Where the network found what raised its score for fake (Grad-CAM): a little in blue, most in yellow. This shows "
                + "what the network relied on, and proves nothing about the picture."
        );
        Figure(
            text,
            face.Frequencies,
            "The spectrum of the crop, and its mean over all directions as a curve.",
            face.FarFromReal is { } far
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"How much of each frequency the crop has, from coarse to fine. At {far.Far} of {far.Of} frequencies it "
                        + $"lies outside the band in which about 95 of 100 real crops lie."
                )
                : "How much of each frequency the crop has, from coarse to fine. This detector brings no real crops to compare with."
        );
        if (face.Verdict.Strip is { } strip)
        {
            Strip(
                text,
                strip,
                strip.DependsOnQuality
                    ? "The verdict depends on the quality: the same face gets another one when compressed."
                    : "The verdict is the same at every quality that was measured."
            );
        }
        text.Append("</section>\n");
    }

    private static void Strip(StringBuilder text, RobustnessStrip strip, string caption)
    {
        text.Append(
            $"<table class=\"strip\">\n<caption>{Html.Escape(caption)}</caption>\n<thead><tr><th scope=\"col\">Quality</th><th "
                + $"scope=\"col\">Fake</th><th scope=\"col\">Verdict</th><td></td></tr></thead>\n<tbody>\n"
        );
        foreach (var point in strip.Points)
        {
            text.Append($"<tr><th scope=\"row\">{point.Title}</th>");
            if (point.Probability is { } probability)
            {
                var verdict = strip.Band.Of(probability);
                text.Append(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"<td class=\"number\">{DetectText.Number(probability)}</td><td "
                            + $"class=\"{Class(verdict)}\">{DetectText.Word(verdict)}</td><td class=\"bar {Class(verdict)}\" "
                            + $"aria-hidden=\"true\"><span class=\"fill\" "
                            + $"style=\"width:{100 * probability:0.#}%\"></span></td></tr>\n"
                    )
                );
            }
            else
            {
                text.Append($"<td colspan=\"3\">{Html.Escape(point.Why!)}</td></tr>\n");
            }
        }
        text.Append("</tbody>\n</table>\n");
    }

    private static void Sentence(StringBuilder text, Verdict verdict, double probability, UnsureBand band) =>
        text.Append(
            $"<p class=\"verdict\"><strong class=\"{Class(verdict)}\">{DetectText.Word(verdict)}</strong>: probability of fake "
                + $"{DetectText.Number(probability)}{(band.Low < band.High ? string.Create(CultureInfo.InvariantCulture, $" (unsure from {band.Low:0.###} to {band.High:0.###})") : "")}</p>\n"
        );

    private static void Notes(StringBuilder text, IEnumerable<string> notes)
    {
        foreach (var note in notes)
        {
            text.Append($"<p>{Html.Escape(note)}</p>\n");
        }
    }

    private static void Figure(StringBuilder text, byte[] png, string alternative, string caption) =>
        text.Append(
            $"<figure>\n<img src=\"data:image/png;base64,{Convert.ToBase64String(png)}\" "
                + $"alt=\"{Html.Escape(alternative)}\">\n<figcaption>{Html.Escape(caption)}</figcaption>\n</figure>\n"
        );

    private static StringBuilder Start(string title, DetectResult about)
    {
        using var style = new StreamReader(typeof(ExplainPage).Assembly.GetManifestResourceStream("explain.css")!);
        return new StringBuilder(
            $"<!doctype html>\n<html lang=\"en\">\n<head>\n{PageHead.Of($"{title}: lethe detect", PagePolicy.Still)}"
        ).Append(
            $"<style>\n{style.ReadToEnd()}</style>\n</head>\n<body>\n<main>\n<p "
                + $"class=\"kit\">{Html.Escape(about.Facts.Title)}</p>\n<h1>{Html.Escape(title)}</h1>\n"
        );
    }

    private static string End(StringBuilder text, DetectResult about, string link) =>
        text.Append(
                $"</main>\n<footer>{link}{Html.Escape(DetectText.Meaning(about))} Training record "
                    + $"{Html.Escape(about.Facts.TrainingRecord)}. Detectors make mistakes: a verdict is a reason to look closer, "
                    + $"not evidence.</footer>\n</body>\n</html>\n"
            )
            .ToString();

    private static string Class(Verdict verdict) =>
        verdict switch
        {
            Verdict.Real => "real",
            Verdict.Fake => "fake",
            _ => "unsure",
        };
}
