using System.Globalization;
using Lethe.Experiments.Records;
using Lethe.Interactive.Seen;
using Microsoft.Playwright;

namespace Lethe.Kernel.Tests.Browser;

/// <summary>The page of what is forgotten, from the kit's records, as a reader uses it.</summary>
public sealed class SeenPageTests : IDisposable
{
    private static readonly string Faults = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Browser", "page-faults.js"));

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-seen").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Two_networks_are_chosen_and_all_views_follow()
    {
        await using var browser = await Chromium.OpenAsync();
        var (page, errors) = await Open(browser);

        Assert.Equal("A: Retrain (optimal). B: LAU. Seed 0.", await page.Locator("#pair").TextContentAsync());
        Assert.Equal(10, await page.Locator("#screen tbody tr").CountAsync());
        foreach (var chart in (string[])["gaps", "matrix-a", "matrix-b", "layers", "confidences", "traces", "map-a", "map-b", "roc"])
        {
            Assert.Equal(1, await page.Locator($"#{chart} svg.main-svg").First.CountAsync());
        }

        // Screen: three states of a heading, and a filter.
        var first = page.Locator("#screen tbody tr").First.Locator("th");
        var heading = page.Locator("#screen thead button", new() { HasText = "D_tr" });
        await heading.ClickAsync();
        Assert.Equal("Boundary Shrink", await first.TextContentAsync()); // keeps least
        await heading.ClickAsync();
        Assert.NotEqual("Boundary Shrink", await first.TextContentAsync());
        await heading.ClickAsync();
        Assert.Equal("Original", await first.TextContentAsync());
        await page.FillAsync("#filter", "forget");
        Assert.Equal(["Fisher Forgetting"], await page.Locator("#screen tbody th").AllTextContentsAsync());
        await page.FillAsync("#filter", "");

        // Contrast: of what LAU forgot, nothing is left; a method that changes only the head is at 1 before it.
        await page.GetByLabel("Original as A").CheckAsync();
        Assert.StartsWith("A: Original.", await page.Locator("#pair").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.EvaluateAsync<double>("document.getElementById('matrix-b').data[0].z[8][8]"));
        Assert.True(await page.EvaluateAsync<double>("document.getElementById('matrix-a').data[0].z[8][8]") > 90);
        var stages = await page.EvaluateAsync<double[]>("document.getElementById('layers').data[2].y"); // B on the forgotten class
        Assert.All(stages[..^1], static one => Assert.Equal(1, one, 4));
        Assert.True(stages[^1] < 0.99);
        await page.SelectOptionAsync("#tests", "train");
        Assert.True(
            await page.EvaluateAsync<double>("document.getElementById('matrix-a').data[0].customdata[8].reduce((x, y) => x + y)") > 500
        );

        Assert.Empty(errors);
        Assert.Empty(await page.EvaluateAsync<string[]>(Faults));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task An_image_is_followed_from_one_map_to_the_other()
    {
        await using var browser = await Chromium.OpenAsync();
        var (page, errors) = await Open(browser);
        await page.GetByLabel("Original as A").CheckAsync();

        // Pointed at in one map, it is marked in both, with what both say.
        var point = page.Locator("#map-a .scatterlayer .point").Nth(5);
        await point.HoverAsync(new() { Force = true });
        await page.WaitForFunctionAsync("document.getElementById('map-b').data[1].x.length === 2");
        Assert.Equal(20, await page.Locator("#details .row").CountAsync());
        var pair = await page.EvaluateAsync<double[]>("['a', 'b'].map(side => document.getElementById('map-' + side).data[1].x[0])");
        Assert.NotEqual(pair[0], pair[1]);

        // Highlighted: Original still knows the class, LAU none of it.
        await page.SelectOptionAsync("#highlight", "left");
        Assert.Matches("Highlighted: (9[0-9]|100) in A, 0 in B of 400 images.", await page.Locator("#map-note").TextContentAsync() ?? "");
        // Features: LAU left them where they were.
        await page.SelectOptionAsync("#space", "features");
        Assert.True(
            await page.EvaluateAsync<bool>(
                "(() => { const [a, b] = ['a', 'b'].map(side => document.getElementById('map-' + side).data[0].x); "
                    + "return a.every((x, i) => x === b[i]); })()"
            )
        );

        // Selected in one, selected in both.
        await page.EvaluateAsync("choose(imagesOf('D_tf').slice(0, 7))");
        var selected = await page.EvaluateAsync<int[]>(
            "['a', 'b'].map(side => document.getElementById('map-' + side).data[0].selectedpoints.length)"
        );
        Assert.Equal([7, 7], selected);
        Assert.StartsWith("7 selected. A calls them: Bag", await page.Locator("#selection p").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(7, await page.Locator("#selection .picture").CountAsync());
        await page.ClickAsync("#clear");
        Assert.Equal(0, await page.Locator("#selection .picture").CountAsync());
        Assert.Empty(errors);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_threshold_moves_what_the_attack_tells()
    {
        await using var browser = await Chromium.OpenAsync();
        var (page, errors) = await Open(browser);
        var text = page.Locator("#attack-text p");

        await page.SelectOptionAsync("#strategy", "best-b");
        var best = await Score(page);
        // No other threshold does better, and what is told and missed is all of D_f.
        foreach (var cut in (double[])[-1, 0, 1, 3])
        {
            await page.Locator("#threshold")
                .EvaluateAsync("(slider, cut) => { slider.value = cut; slider.dispatchEvent(new Event('input')); }", cut);
            Assert.Equal("custom", await page.Locator("#strategy").InputValueAsync());
            Assert.True(await Score(page) <= best);
            var shares = await page.Locator("#galleries h3").AllTextContentsAsync();
            Assert.Equal(
                100,
                shares.Sum(static share => double.Parse(share.Split(", ")[^1].Split(' ')[0], CultureInfo.InvariantCulture)),
                1
            );
        }
        Assert.Contains("LAU: at", await text.TextContentAsync(), StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<int>("nulls().length") == 3); // three seeds, three pairs
        await page.SelectOptionAsync("#statistic", "entropy");
        await page.SelectOptionAsync("#strategy", "common");
        Assert.Contains("AUC", await text.TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Retrain (optimal) as B").CheckAsync();
        Assert.True(await page.Locator("#attack-none").IsVisibleAsync());

        // Build: a line that a notebook can run.
        await page.SelectOptionAsync("#grid-method", "lau");
        await page.FillAsync("#grid-values", "0.1, 0.5");
        await page.SelectOptionAsync("#grid-setting", "Alpha");
        Assert.Equal(
            "IUnlearningMethod[] grid = [.. new[] { 0.1, 0.5 }.Select(value => new Lau { Alpha = value })];",
            await page.Locator("#grid").TextContentAsync()
        );
        Assert.Empty(errors);
    }

    private static async Task<double> Score(IPage page) =>
        await page.EvaluateAsync<double>(
            "(() => { const { tpr, fpr } = ratesAt(attackOn(0, 'lau'), state.threshold); return tpr - fpr; })()"
        );

    private async Task<(IPage Page, List<string> Errors)> Open(Chromium browser)
    {
        var path = Path.Combine(folder, "page.html");
        SeenPage.Write(SeenPage.Records(KitRecords.Open("seen"))!, path);
        var (page, errors) = await browser.NewPageAsync(offline: true);
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        await page.WaitForSelectorAsync("body[data-ready]");
        return (page, errors);
    }
}
