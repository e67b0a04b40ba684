using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lethe.Experiments.Records;
using Lethe.Kernel.Tests.Notebooks;
using Lethe.Notebooks;
using Lethe.Pages;
using Microsoft.Playwright;

namespace Lethe.Kernel.Tests.Browser;

/// <summary>A notebook from nobody knows whom, as a page, in a browser.</summary>
public sealed partial class AttackTests : IDisposable
{
    private const string Chart =
        """{"data": [{"x": [1, 2], "y": [1, 2], "type": "bar", "name": "<img src=x: onerror=struck=1>"}], "layout": {"title": {"text": "<a href='javascript:struck=1'>t</a>"}, "__proto__": {"struck": 1}, "images": [{"source": "FROM/x", "xref": "paper", "yref": "paper", "x": 0, "y": 1, "sizex": 1, "sizey": 1}], "annotations": [{"text": "<a href=\"javascript:struck=1\" onclick=\"struck=1\">a</a><script>struck=1</script>"}]}}""";

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-attack").FullName;
    private readonly TcpListener elsewhere = new(IPAddress.Loopback, 0);

    public AttackTests() => elsewhere.Start();

    private string From => $"http://127.0.0.1:{((IPEndPoint)elsewhere.LocalEndpoint).Port}";

    public void Dispose()
    {
        elsewhere.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_that_an_untrusted_notebook_brings_runs_or_asks_a_network()
    {
        var html = HtmlPage.Render(Notebook([.. Attacks.Html(From), .. Attacks.Departures(From)]), "n");

        await Survive(
            html,
            isQuiet: true,
            static async page => Assert.Equal(1, await page.Locator("#chart-1 svg.main-svg .bars").CountAsync())
        );
    }

    [Fact]
    public async Task The_policy_alone_holds_it_off()
    {
        var trusted = HtmlPage.Render(Notebook(Attacks.Html(From)), "n", new() { IsTrusted = true });
        var html = Policy().Replace(trusted, $"content=\"{PagePolicy.Scripts(trusted, hasFolder: false).Directives}\"", 1);
        Assert.NotEqual(trusted, html);

        await Survive(html, isQuiet: false, static _ => Task.CompletedTask);
    }

    [Fact]
    public async Task A_trusted_notebook_runs_what_it_brings()
    {
        await using var browser = await Chromium.OpenAsync();
        var (page, _) = await browser.NewPageAsync(offline: true);
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            Output("text/html", "<script>struck = 1</script>"),
            Output("application/vnd.plotly.v1+json", JsonNode.Parse(Chart)!)
        );
        await page.GotoAsync(Write(HtmlPage.Render(Sample.Notebook(Sample.Text("$x$"), cell), "n", new() { IsTrusted = true })));

        await page.WaitForSelectorAsync("#chart-1 svg.main-svg .bars");
        Assert.Equal(1, await page.EvaluateAsync<int>("() => window.struck"));
        Assert.Equal(1, await page.Locator(".math .katex").CountAsync());
    }

    private async Task Survive(string html, bool isQuiet, Func<IPage, Task> look)
    {
        await using var browser = await Chromium.OpenAsync();
        var (page, errors) = await browser.NewPageAsync();
        var dialogs = 0;
        page.Dialog += async (_, dialog) =>
        {
            dialogs++;
            await dialog.DismissAsync();
        };
        var address = Write(html);
        await page.GotoAsync(address);
        // Whatever waits for a person: each thing pointed at, focused, clicked, opened.
        await page.EvaluateAsync(
            """
            () => {
              for (const place of [...document.querySelectorAll('body *')].filter(place => !place.closest('.plotly-chart svg'))) {
                for (const name of ['mouseover', 'pointerenter', 'focus', 'toggle', 'error', 'load', 'begin', 'start']) place.dispatchEvent(new Event(name));
                if (place.matches('details')) place.open = true;
                if (!/^(http|file|blob)/.test(place.href?.baseVal ?? place.href ?? '') || place.getAttribute('href') === '#') place.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
              }
            }
            """
        );
        await page.WaitForTimeoutAsync(1000);
        await look(page);
        var wasCalled = elsewhere.Pending();

        Assert.Equal(address, page.Url.TrimEnd('#'));
        Assert.Equal("undefined", await page.EvaluateAsync<string>("() => typeof window.struck"));
        Assert.Equal("undefined", await page.EvaluateAsync<string>("() => typeof ({}).struck"));
        Assert.Equal(0, await page.Locator("a[href^='javascript' i]").CountAsync() * (isQuiet ? 1 : 0));
        Assert.Equal(0, dialogs);
        Assert.Equal("", await AskedAsync());
        Assert.Single(page.Context.Pages);
        if (isQuiet)
        {
            Assert.False(wasCalled, "Somebody else's server was called.");
            Assert.Empty(errors); // not even tried: nothing was left for the policy to forbid
        }
    }

    // What was sent elsewhere. A browser may open a connection for a frame before it looks at the policy, and then send nothing.
    private async Task<string> AskedAsync()
    {
        var asked = "";
        while (elsewhere.Pending())
        {
            using var client = await elsewhere.AcceptTcpClientAsync();
            client.ReceiveTimeout = 200;
            try
            {
                var buffer = new byte[500];
                asked += System.Text.Encoding.ASCII.GetString(buffer, 0, client.Client.Receive(buffer));
            }
            catch (SocketException)
            {
                // nothing came
            }
        }
        return asked;
    }

    private NotebookFile Notebook(IReadOnlyList<string> html)
    {
        var cells = new List<JsonObject>([
            Sample.Text("# A <img src=x: onerror=struck=1> title"),
            .. html.Select(Sample.Text),
            .. Attacks.Markdown(From).Select(Sample.Text),
        ]);
        cells.AddRange(
            html.SelectMany(attack =>
                (JsonObject[])
                    [
                        Cell("text/html", attack),
                        Cell("image/svg+xml", $"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"struck=1\">{attack}</svg>"),
                    ]
            )
        );
        var all = string.Join('\n', html);
        cells.AddRange([
            Cell("text/markdown", all),
            Cell("text/latex", all),
            Cell("text/plain", all),
            Cell("image/png", $"\" onerror=\"struck=1\" title=\"{all}"),
            Cell("application/javascript", "struck = 1"),
            Cell("application/vnd.plotly.v1+json", JsonNode.Parse(Chart.Replace("FROM", From, StringComparison.Ordinal))!),
            Sample.Code("var a = \"</pre><script>struck = 1</script>\"; // <img src=x: onerror=struck=1>", "solution"),
        ]);
        var streams = Sample.Code("1");
        streams["outputs"] = new JsonArray(
            new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = "\"><script>struck=1</script>",
                ["text"] = "\e[31m<script>struck = 1</script>",
            },
            new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = "<script>struck=1</script>",
                ["evalue"] = "<script>struck=1</script>",
                ["traceback"] = new JsonArray("<script>struck=1</script>"),
            }
        );
        return Sample.Notebook([.. cells, streams]);

        static JsonObject Cell(string type, JsonNode content)
        {
            var cell = Sample.Code("// <script>struck = 1</script>");
            cell["outputs"] = new JsonArray(Output(type, content));
            return cell;
        }
    }

    private static JsonObject Output(string type, JsonNode content) =>
        new()
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { [type] = content },
        };

    private string Write(string html)
    {
        var path = Path.Combine(folder, "page.html");
        File.WriteAllText(path, html);
        return new Uri(path).AbsoluteUri;
    }

    [GeneratedRegex("(?<=Content-Security-Policy\" )content=\"[^\"]*\"")]
    private static partial Regex Policy();
}
