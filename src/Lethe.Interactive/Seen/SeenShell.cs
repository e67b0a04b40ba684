namespace Lethe.Interactive.Seen;

/// <summary>The page before its scripts have drawn anything: headings, controls, and what to look for.</summary>
internal static class SeenShell
{
    public static Html Of(string forgotten) =>
        new Html()
            .Add(
                $"<noscript><p>This page draws its views with scripts of its own; without them there is "
                    + $"nothing to see.</p></noscript>\n"
            )
            .Add(
                $"<p class=\"pair\"><strong id=\"pair\" aria-live=\"polite\"></strong> <label>Seed <select "
                    + $"id=\"seed\"></select></label></p>\n"
            )
            .Add(Screen)
            .Add(Build)
            .Add(Contrast(forgotten))
            .Add(Map(forgotten))
            .Add(Attack);

    private static Html Screen =>
        $"<section id=\"view-screen\">\n<h2>Screen</h2>\n<p>Means over the seeds. The darker a number, the farther from "
        + $"Retrain's; click a "
        + $"heading to sort, and again to turn round, and again for the order of the kit. Point at a heading for what it "
        + $"means, at a method "
        + $"for its settings.</p>\n<label>Show methods with <input id=\"filter\" type=\"search\" placeholder=\"part of a "
        + $"name\"></label>\n"
        + $"<div class=\"scroll\"><table id=\"screen\"></table></div>\n</section>\n";

    private static Html Build =>
        $"<section id=\"view-build\">\n<h2>Build</h2>\n<p>More networks than these: a grid over a setting, run by notebook "
        + $"31_what_is_forgotten, whose stop button ends it and keeps what is done. Here is its line.</p>\n"
        + $"<p>{Select("Method", "grid-method")} {Select("Setting", "grid-setting")} "
        + $"<label>Values <input id=\"grid-values\" value=\"0.001, 0.01\"></label> <button id=\"copy\" "
        + $"type=\"button\">Copy</button></p>\n"
        + $"<pre id=\"grid\"></pre>\n</section>\n";

    private static Html Contrast(string forgotten) =>
        $"<section id=\"view-contrast\">\n<h2>Contrast</h2>\n{Select("Images", "tests", ("test", "test"), ("train", "training"))}\n"
        + $"<div id=\"gaps\"></div>\n<p class=\"note\">Above the line A is better. {forgotten} is hatched.</p>\n"
        + $"<div class=\"two\"><div id=\"matrix-a\"></div><div id=\"matrix-b\"></div></div>\n<h3>Layer by layer</h3>\n"
        + $"{Select("Likeness to", "layers-to", ("original", "Original"), ("retrain", "Retrain"))}\n<div id=\"layers\"></div>\n"
        + $"<p class=\"note\">Linear CKA, from the image to the head. A method that changes only the head is at 1 up to there.</p>\n"
        + $"<h3>How sure they are</h3>\n"
        + $"{Select("Images", "confidence-part", ("D_f", "D_f"), ("D_tf", "D_tf"), ("D_r", "D_r"), ("D_tr", "D_tr"))}\n"
        + $"<div id=\"confidences\"></div>\n<h3>Epoch by epoch</h3>\n<div id=\"traces\"></div>\n"
        + $"<p class=\"note\" id=\"traces-note\"></p>\n</section>\n";

    private static Html Map(string forgotten) =>
        $"<section id=\"view-map\">\n<h2>Where the images lie</h2>\n<p>Test images; crosses are {forgotten}, the colour is "
        + $"the class that is "
        + $"named. Point at one: it is marked in both maps, with a line to where the other network has it. Draw around some "
        + $"to select them "
        + $"in both.</p>\n<p>{Select("Map of", "space", ("logits", "logits"), ("features", "features"))} {Highlight} "
        + $"<button id=\"clear\" type=\"button\">Select nothing</button></p>\n"
        + $"<div class=\"two\"><div id=\"map-a\"></div><div id=\"map-b\"></div></div>\n<p class=\"note\" id=\"map-note\"></p>\n"
        + $"<div id=\"details\" aria-live=\"polite\"></div>\n<div id=\"selection\"></div>\n</section>\n";

    private static Html Highlight =>
        Select(
            "Highlight",
            "highlight",
            ("all", "all"),
            ("forget", "to be forgotten"),
            ("done", "forgotten"),
            ("left", "not forgotten"),
            ("over", "lost with it: known by Original, of another class")
        );

    private static Html Attack =>
        $"<section id=\"view-attack\">\n<h2>Attack</h2>\n<p>Someone sees one answer on an image of D_f, and only how sure it "
        + $"is: was it given "
        + $"by the network that forgot, or by Retrain? The threshold decides.</p>\n"
        + $"<p id=\"attack-none\" hidden>A and B are both Retrain: choose another for one of them.</p>\n<div id=\"attack-views\">\n"
        + $"<p>{Select("Seen", "statistic", ("confidence", "confidence"), ("entropy", "entropy"))} {Strategy} "
        + $"<label class=\"slider\">Move it <input id=\"threshold\" type=\"range\"></label></p>\n"
        + $"<div id=\"attack-text\" aria-live=\"polite\"></div>\n<div class=\"two\"><div id=\"butterfly\"></div><div "
        + $"id=\"roc\"></div></div>\n"
        + $"<p class=\"note\">Bands: least to most over the seeds; grey is Retrain against the Retrain of another seed, so "
        + $"what no method can "
        + $"be blamed for.</p>\n<div id=\"rates\"></div>\n<div id=\"galleries\" class=\"two\"></div>\n</div>\n</section>\n";

    private static Html Strategy =>
        Select(
            "Threshold",
            "strategy",
            ("custom", "mine"),
            ("best-a", "best against A"),
            ("best-b", "best against B"),
            ("common", "best against both")
        );

    private static Html Select(string label, string id, params (string Value, string Text)[] options) =>
        $"<label>{label} <select id=\"{id}\">{options.Select(Option)}</select></label>";

    private static Html Option((string Value, string Text) option) => $"<option value=\"{option.Value}\">{option.Text}</option>";
}
