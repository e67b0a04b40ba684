namespace Lethe.Kernel.Tests.Notebooks;

/// <summary>What a notebook may hold to run something on a page, to ask a network, or to lead a reader astray.</summary>
internal static class Attacks
{
    /// <summary>Ways to run <c>window.struck = 1</c>, or to have <c>FROM/x</c> fetched.</summary>
    /// <param name="from">Address of somebody else's server.</param>
    public static IReadOnlyList<string> Html(string from) =>
        [
            "<script>struck = 1</script>",
            "<ScRiPt >struck = 1</sCrIpT >",
            $"<script src=\"{from}/x\"></script>",
            "<script type=\"module\">window.struck = 1</script>",
            "<scr<script>ipt>struck = 1</script>",
            "<svg><script>struck = 1</script></svg>",
            "<svg><script xlink:href=\"data:text/javascript,struck=1\"/></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=struck=1&gt;\">",
            "<img src=\"data:,\" onerror=\"struck = 1\">",
            "<img src=x: onerror\n=\nstruck=1>",
            "<img/src=x:/onerror=struck=1//",
            $"<img src=\"{from}/x\" srcset=\"{from}/x 2x\">",
            $"<picture><source srcset=\"{from}/x\"><img></picture>",
            "<svg onload=\"struck = 1\"></svg>",
            "<svg><animate onbegin=\"struck = 1\" attributeName=\"x\" dur=\"1s\"/></svg>",
            "<svg><a><animate attributeName=\"href\" values=\"javascript:struck=1\"/><text y=\"20\">t</text></a></svg>",
            "<svg><foreignObject><iframe srcdoc=\"<script>top.struck=1</script>\"></iframe></foreignObject></svg>",
            $"<svg><image href=\"{from}/x\"/><use href=\"{from}/x#a\"/><feImage href=\"{from}/x\"/></svg>",
            "<a href=\"javascript:struck=1\">a</a>",
            "<a href=\"&#106;ava&#10;script:struck=1\">a</a>",
            "<a href=\" \u0001javascript:struck=1\">a</a>",
            "<a href=\"vbscript:struck=1\">a</a><a href=\"data:text/html,<script>opener.struck=1</script>\" target=\"_blank\">a</a>",
            "<a download=\"a.html\" href=\"data:text/html,<script>struck=1</script>\">a</a>",
            $"<a href=\"#\" ping=\"{from}/x\">a</a>",
            "<iframe src=\"javascript:parent.struck=1\"></iframe>",
            "<iframe srcdoc=\"&lt;script&gt;parent.struck=1&lt;/script&gt;\"></iframe>",
            $"<iframe src=\"{from}/x\"></iframe><frameset><frame src=\"{from}/x\"></frameset>",
            $"<object data=\"{from}/x\"></object><embed src=\"{from}/x\">",
            "<object data=\"data:text/html,<script>parent.struck=1</script>\"></object>",
            $"<form action=\"{from}/x\"><input name=a value=b autofocus onfocus=\"struck=1\"><button "
                + $"formaction=\"javascript:struck=1\">b</button></form>",
            $"<link rel=\"stylesheet\" href=\"{from}/x\"><link rel=\"prefetch\" href=\"{from}/x\"><link rel=\"preload\" "
                + $"as=\"script\" href=\"{from}/x\">",
            $"<style>@import url({from}/x); body {{ background: url({from}/x) }} @font-face {{ font-family: f; src: "
                + $"url({from}/x) }} body {{ font-family: f }}</style>",
            $"<div style=\"background: url({from}/x); background-image: image-set('{from}/x' 1x); list-style: url({from}/x); "
                + $"cursor: url({from}/x), auto\">a</div>",
            $"<div style=\"background:\\75\\72\\6c({from}/x); width: expression(struck=1); behavior: url({from}/x)\">a</div>",
            $"<table background=\"{from}/x\"><tr><td background=\"{from}/x\">a</td></tr></table><body background=\"{from}/x\" "
                + $"onload=\"struck=1\">",
            $"<video poster=\"{from}/x\" src=\"{from}/x\" onerror=\"struck=1\" autoplay><source src=\"{from}/x\"><track "
                + $"src=\"{from}/x\" default></video><audio src=\"{from}/x\" autoplay></audio>",
            "<details open ontoggle=\"struck=1\"><summary>s</summary>a</details>",
            "<div onmouseover=\"struck=1\" onclick=\"struck=1\" onpointerenter=\"struck=1\" tabindex=0 onfocus=\"struck=1\">a</div>",
            "<marquee onstart=\"struck=1\">a</marquee><select autofocus onfocus=\"struck=1\"></select><textarea autofocus "
                + "onfocus=\"struck=1\"></textarea>",
            "<noscript><p title=\"</noscript><img src=x: onerror=struck=1>\"></noscript><xmp><p title=\"</xmp><img src=x: "
                + "onerror=struck=1>\"></xmp>",
            "<template><img src=x: onerror=struck=1></template><plaintext-x><img src=x: onerror=struck=1>",
            $"<base href=\"{from}/\"><img src=\"x\"><script src=\"x\"></script>",
            "<div id=\"content\"><a id=\"Plotly\" name=\"Plotly\"></a><form id=\"katex\" name=\"katex\"><input "
                + "name=\"render\"></form></div>",
            "<div class=\"math\">\\[\\href{javascript:struck=1}{a} \\htmlData{a=b}{c} \\includegraphics{x}\\]</div>",
            "<script type=\"application/json\" class=\"figure\">{\"data\": [], \"layout\": {\"__proto__\": {\"struck\": 1}}}</script>",
        ];

    /// <summary>What a policy does not forbid, and only the taking out of it prevents: to leave the page.</summary>
    /// <param name="from">Address of somebody else's server.</param>
    public static IReadOnlyList<string> Departures(string from) =>
        [
            $"<meta http-equiv=\"refresh\" content=\"0;url={from}/x\">",
            $"<meta http-equiv=\"refresh\" content=\"0;url=javascript:struck=1\">",
        ];

    /// <summary>The same in Markdown's own words.</summary>
    /// <param name="from">Address of somebody else's server.</param>
    public static IReadOnlyList<string> Markdown(string from) =>
        [
            "[a](javascript:struck=1)",
            "[a]( javascript&colon;struck=1)",
            "<javascript:struck=1>",
            $"![a]({from}/x)",
            "[a][b]\n\n[b]: javascript:struck=1",
            "![a](x:\"onerror=struck=1)",
            "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
            "$\\href{javascript:struck=1}{a}$",
        ];
}
