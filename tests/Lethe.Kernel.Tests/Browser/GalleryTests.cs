using System.Text.RegularExpressions;
using Lethe.Kernel.Tests.Notebooks;
using Lethe.Tests.Experiments;
using Microsoft.Playwright;

namespace Lethe.Kernel.Tests.Browser;

/// <summary><c>lethe gallery</c>, as a reader meets it.</summary>
public sealed partial class GalleryTests : IDisposable
{
    private static readonly string Faults = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Browser", "page-faults.js"));

    // Whatever a person gets to by Tab, in the order of the page.
    private const string TabStops =
        "() => [...document.querySelectorAll('a[href], summary, button, input, [tabindex=\"0\"]')].filter(place => "
        + "place.checkVisibility())";

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-gallery").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_gallery_is_run_and_read()
    {
        await using var browser = await Chromium.OpenAsync();
        Write(
            "1 first.ipynb",
            Sample.Text(
                "# The first\n\n**What you will see.** A chart. And more.\n\nSee [the second](2_second.ipynb#part), "
                    + "[nobody](9.ipynb), $x^2$."
            ),
            Sample.Code("var size = 3;", "parameters"),
            Sample.Code("GroupedBars.Draw([\"one\", \"two\"], [new(\"kit\", [1, size])], \"Share (%)\")")
        );
        Write(
            "2_second.ipynb",
            Sample.Text("# A <script>alert(1)</script> title & more\n\n## Part"),
            Sample.Code("1"),
            Sample.Code("throw new InvalidOperationException(\"no <b>\");"),
            Sample.Code("2")
        );
        Write("3.ipynb", Sample.Code("Console.WriteLine(new string('x', 400));"));
        var outside = Directory.GetFiles(folder).Order().ToList();

        var (code, output) = Lethe("gallery", "1 first.ipynb", "2_second.ipynb", "3.ipynb", "--out", "site", "--parallel", "2");

        Assert.True(code == 1, output);
        Assert.Contains("2_second.ipynb [2/3] FAILED", output, StringComparison.Ordinal);
        Assert.Equal(outside, Directory.GetFiles(folder).Order());
        Assert.Equal(
            ["1 first.html", "1 first.ipynb", "2_second.html", "2_second.ipynb", "3.html", "3.ipynb", "index.html"],
            Directory.GetFiles(Path.Combine(folder, "site")).Select(Path.GetFileName).Order()
        );
        var (page, errors) = await browser.NewPageAsync(offline: true);
        await page.GotoAsync(Address("index.html"));
        Assert.Equal(
            ["The first", "A title & more", "3"],
            (await page.Locator(".card h2").AllTextContentsAsync()).Select(static title =>
                title.Replace("alert(1) ", "", StringComparison.Ordinal)
            )
        );
        Assert.Equal(["A chart."], await page.Locator(".card .sentence").AllTextContentsAsync());
        Assert.Equal(
            ["Ran in", "Failed at cell 2 after: InvalidOperationException: no <b>", "Ran in"],
            (await page.Locator(".card .status span").AllTextContentsAsync()).Select(static words => Seconds().Replace(words, ""))
        );
        Assert.Equal("size 3", await page.Locator(".card .parameters").TextContentAsync());
        Assert.Contains("3 notebooks, 2 of them executed", await page.Locator(".lead").TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await page.EvaluateAsync<string[]>(Faults));
        await ReachAllByTab(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "The first" }).ClickAsync();
        await page.WaitForSelectorAsync("#chart-1 svg.main-svg .bars .point");
        Assert.Equal(1, await page.Locator(".math .katex").CountAsync());
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "nobody" }).CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "the second", Exact = true }).ClickAsync();
        Assert.EndsWith("/2_second.html#part", page.Url, StringComparison.Ordinal);
        Assert.Contains("no <b>", await page.Locator("pre.error").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Next: 3" }).ClickAsync();
        Assert.Equal("3", await page.Locator("h1").TextContentAsync());
        Assert.Empty(await page.EvaluateAsync<string[]>(Faults));
        await ReachAllByTab(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "All notebooks" }).ClickAsync();
        Assert.EndsWith("/index.html", page.Url, StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_notebooks_of_the_kit_are_fit_to_be_read()
    {
        await using var browser = await Chromium.OpenAsync();
        string[] notebooks =
        [
            .. Directory.GetFiles(Path.Combine(Snapshot.Repository, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal),
        ];
        var (code, output) = Lethe(["gallery", .. notebooks, "--out", "site", "--as-saved"]);
        Assert.True(code == 0, output);
        // A desk and a phone at the same time.
        var faults = await Task.WhenAll(Walk(1280, ColorScheme.Light, ColorScheme.Dark), Walk(390, ColorScheme.Dark, ColorScheme.Light));
        Assert.True(faults.All(static some => some.Count == 0), string.Join('\n', faults.SelectMany(static some => some)));

        async Task<List<string>> Walk(int width, ColorScheme scheme, ColorScheme other)
        {
            var found = new List<string>();
            var (page, errors) = await browser.NewPageAsync(offline: true, width, scheme);
            foreach (var name in (string[])["index", .. notebooks.Select(static file => Path.GetFileNameWithoutExtension(file)!)])
            {
                await page.GotoAsync(Address($"{name}.html"));
                await ChartsAreDrawn(page);
                found.AddRange((await page.EvaluateAsync<string[]>(Faults)).Select(fault => $"{name}, {width} wide, {scheme}: {fault}"));
                await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(folded => folded.open = true)");
                await page.EmulateMediaAsync(new() { ColorScheme = other });
                await ChartsAreDrawn(page);
                found.AddRange(
                    (await page.EvaluateAsync<string[]>(Faults)).Select(fault => $"{name}, {width} wide, then {other}: {fault}")
                );
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await ReachAllByTab(page);
                var leads = await page.EvaluateAsync<string[]>(
                    "() => [...document.querySelectorAll('a[href]')].map(link => link.href).filter(href => href.startsWith('file:'))"
                );
                found.AddRange(
                    leads.Where(static lead => !File.Exists(new Uri(lead).LocalPath)).Select(lead => $"{name}: nothing is at {lead}")
                );
                found.AddRange(errors.Select(error => $"{name}: {error}"));
                errors.Clear();
            }
            return found;
        }
    }

    [Fact]
    public async Task A_chart_with_states_is_moved_by_keys_and_fits_a_page_that_turns_narrow_and_dark()
    {
        await using var browser = await Chromium.OpenAsync();
        Lethe("gallery", Path.Combine(Snapshot.Repository, "notebooks", "01_unlearning_idea.ipynb"), "--out", "site", "--as-saved");
        var (page, errors) = await browser.NewPageAsync(offline: true);
        await page.GotoAsync(Address("01_unlearning_idea.html"));
        await ChartsAreDrawn(page);
        await page.Locator("#chart-2").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForFunctionAsync("() => document.querySelector('#chart-2').layout.sliders[0].active === 1");
        await page.SetViewportSizeAsync(390, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.WaitForFunctionAsync("() => document.querySelector('#chart-2 .main-svg').clientWidth < 390");
        await ChartsAreDrawn(page);

        Assert.Equal(1, await page.EvaluateAsync<int>("() => document.querySelector('#chart-2').layout.sliders[0].active"));
        Assert.Empty(await page.EvaluateAsync<string[]>(Faults));
        Assert.Empty(errors);
    }

    private static async Task ReachAllByTab(IPage page)
    {
        await page.EvaluateAsync(
            $"() => {{ window.stops = ({TabStops})(); document.activeElement.blur(); getSelection().removeAllRanges(); "
                + $"scrollTo(0, 0); window.reached = []; addEventListener('focusin', event => window.reached.push(event.target)); }}"
        );
        await page.Locator("body")
            .EvaluateAsync("body => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); window.reached = []; }");
        var count = await page.EvaluateAsync<int>("() => window.stops.length");
        for (var i = 0; i < count; i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.True(await page.EvaluateAsync<bool>("() => window.reached[0].matches('.skip')"), "The first stop is not the skip link.");
        Assert.Equal(
            "",
            await page.EvaluateAsync<string>(
                "() => window.stops.map((stop, i) => stop === window.reached[i] ? '' : `${i}: "
                    + "${window.reached[i]?.outerHTML.slice(0, 80)} instead of ${stop.outerHTML.slice(0, 80)}`).filter(x => "
                    + "x).join('\\n')"
            )
        );
    }

    // plotly.js has come to rest: letters have the page's grey, and nothing changes any more. On a busy machine it may not have begun yet.
    private static async Task ChartsAreDrawn(IPage page) =>
        await page.WaitForFunctionAsync(
            """
            async () => {
              const charts = [...document.querySelectorAll('.plotly-chart')].filter(chart => chart.checkVisibility());
              const state = () => charts.map(chart => chart.innerHTML.length).join();
              const before = state();
              await new Promise(done => setTimeout(done, 120));
              const grey = getComputedStyle(document.documentElement).getPropertyValue('--chart').trim();
              const drawn = chart => chart.querySelector('svg.main-svg') && chart.layout?.template?.layout.font.color === grey;
              return charts.every(drawn) && state() === before;
            }
            """
        );

    [GeneratedRegex(@" \d+(\.\d)? s")]
    private static partial Regex Seconds();

    private string Address(string file) => new Uri(Path.Combine(folder, "site", file)).AbsoluteUri;

    private void Write(string name, params System.Text.Json.Nodes.JsonObject[] cells) =>
        File.WriteAllText(Path.Combine(folder, name), Sample.Json(cells));

    private (int Code, string Output) Lethe(params string[] arguments) => LetheProcess.Run(folder, arguments);
}
