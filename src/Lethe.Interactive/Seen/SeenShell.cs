namespace Lethe.Interactive.Seen;

/// <summary>The page before its scripts have drawn anything: headings, controls, and what to look for.</summary>
internal static class SeenShell
{
    public static Html Of(string forgotten) =>
        new Html()
            .Add($"<noscript><p>This page draws its views with scripts of its own; without them there is nothing to see.</p></noscript>\n")
            .Add(
                $"<p class=\"pair\"><strong id=\"pair\" aria-live=\"polite\"></strong> <label>Seed <select id=\"seed\"></select></label></p>\n"
            )
            .Add(Screen)
            .Add(Build)
            .Add(Contrast(forgotten))
            .Add(Map(forgotten))
            .Add(Attack);

    private static Html Screen =>
        $"<section id=\"view-screen\">\n<h2>Screen</h2>\n<p>Means over the seeds. The darker a number, the farther from Retrain's; click a heading "
        + $"to sort, and again to turn round, and again for the order of the kit. Point at a heading for what it means, at a method for its "
        + $"settings.</p>\n<label>Show methods with <input id=\"filter\" type=\"search\" placeholder=\"part of a name\"></label>\n"
        + $"<div class=\"scroll\"><table id=\"screen\"></table></div>\n</section>\n";

    private static Html Build =>
        $"<section id=\"view-build\">\n<h2>Build</h2>\n<p>More networks than these: a grid over a setting, run by notebook "
        + $"31_what_is_forgotten, whose stop button ends it and keeps what is done. Here is its line.</p>\n"
        + $"<p><label>Method <select id=\"grid-method\"></select></label> <label>Setting <select id=\"grid-setting\"></select></label> "
        + $"<label>Values <input id=\"grid-values\" value=\"0.001, 0.01\"></label> <button id=\"copy\" type=\"button\">Copy</button></p>\n"
        + $"<pre id=\"grid\"></pre>\n</section>\n";

    private static Html Contrast(string forgotten) =>
        $"<section id=\"view-contrast\">\n<h2>Contrast</h2>\n"
        + $"<label>Images <select id=\"tests\"><option value=\"test\">test</option><option value=\"train\">training</option></select></label>\n"
        + $"<div id=\"gaps\"></div>\n<p class=\"note\">Above the line A is better. {forgotten} is hatched.</p>\n"
        + $"<div class=\"two\"><div id=\"matrix-a\"></div><div id=\"matrix-b\"></div></div>\n"
        + $"<h3>Layer by layer</h3>\n<label>Likeness to <select id=\"layers-to\"><option value=\"original\">Original</option>"
        + $"<option value=\"retrain\">Retrain</option></select></label>\n<div id=\"layers\"></div>\n"
        + $"<p class=\"note\">Linear CKA, from the image to the head. A method that changes only the head is at 1 up to there.</p>\n"
        + $"<h3>How sure they are</h3>\n<label>Images <select id=\"confidence-part\"><option>D_f</option><option>D_tf</option>"
        + $"<option>D_r</option><option>D_tr</option></select></label>\n<div id=\"confidences\"></div>\n"
        + $"<h3>Epoch by epoch</h3>\n<div id=\"traces\"></div>\n<p class=\"note\" id=\"traces-note\"></p>\n</section>\n";

    private static Html Map(string forgotten) =>
        $"<section id=\"view-map\">\n<h2>Where the images lie</h2>\n<p>Test images; crosses are {forgotten}, the colour is the class that is named. "
        + $"Point at one: it is marked in both maps, with a line to where the other network has it. Draw around some to select them in "
        + $"both.</p>\n<p><label>Map of <select id=\"space\"><option value=\"logits\">logits</option><option value=\"features\">features"
        + $"</option></select></label> <label>Highlight <select id=\"highlight\"><option value=\"all\">all</option>"
        + $"<option value=\"forget\">to be forgotten</option><option value=\"done\">forgotten</option><option value=\"left\">not forgotten"
        + $"</option><option value=\"over\">lost with it: known by Original, of another class</option></select></label> "
        + $"<button id=\"clear\" type=\"button\">Select nothing</button></p>\n"
        + $"<div class=\"two\"><div id=\"map-a\"></div><div id=\"map-b\"></div></div>\n<p class=\"note\" id=\"map-note\"></p>\n"
        + $"<div id=\"details\" aria-live=\"polite\"></div>\n<div id=\"selection\"></div>\n</section>\n";

    private static Html Attack =>
        $"<section id=\"view-attack\">\n<h2>Attack</h2>\n<p>Someone sees one answer on an image of D_f, and only how sure it is: was it given by "
        + $"the network that forgot, or by Retrain? The threshold decides.</p>\n"
        + $"<p id=\"attack-none\" hidden>A and B are both Retrain: choose another for one of them.</p>\n<div id=\"attack-views\">\n"
        + $"<p><label>Seen <select id=\"statistic\"><option value=\"confidence\">confidence</option><option value=\"entropy\">entropy</option>"
        + $"</select></label> <label>Threshold <select id=\"strategy\"><option value=\"custom\">mine</option>"
        + $"<option value=\"best-a\">best against A</option><option value=\"best-b\">best against B</option>"
        + $"<option value=\"common\">best against both</option></select></label> "
        + $"<label class=\"slider\">Move it <input id=\"threshold\" type=\"range\"></label></p>\n"
        + $"<div id=\"attack-text\" aria-live=\"polite\"></div>\n<div class=\"two\"><div id=\"butterfly\"></div><div id=\"roc\"></div></div>\n"
        + $"<p class=\"note\">Bands: least to most over the seeds; grey is Retrain against the Retrain of another seed, so what no method can be "
        + $"blamed for.</p>\n<div id=\"rates\"></div>\n<div id=\"galleries\" class=\"two\"></div>\n</div>\n</section>\n";
}
