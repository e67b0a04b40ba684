using Deedle;
using Lethe.Interactive.Formatting;
using Lethe.Kernel.Tests.Notebooks;
using Lethe.Notebooks;
using Microsoft.Playwright;

namespace Lethe.Kernel.Tests.Browser;

/// <summary>A long table that is sorted, searched and paged: in an output as Jupyter shows it, and on a page of the kit.</summary>
public sealed class GridTests
{
    public static TheoryData<bool> Pages => [true, false];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_is_sorted_searched_and_paged_by_keys_alone(bool isPageOfTheKit)
    {
        await using var browser = await Chromium.OpenAsync();
        var (page, errors) = await browser.NewPageAsync(offline: true);
        await page.SetContentAsync(isPageOfTheKit ? Exported() : $"<!doctype html><title>t</title><body>{TableFormat.Html(Sixty())}");
        var (rows, says) = (page.Locator(".grid tbody tr"), page.GetByRole(AriaRole.Status));
        await Assertions.Expect(says).ToHaveTextAsync("1 to 25 of 60");
        Assert.Equal(25, await rows.CountAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Sort by loss" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rows.First).ToContainTextAsync("-2.333333"); // by size, not by letters
        Assert.Equal("ascending", await page.Locator("th[aria-sort]").GetAttributeAsync("aria-sort"));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rows.First).ToContainTextAsync("odd \"59\"");
        await page.GetByRole(AriaRole.Button, new() { Name = "Last page" }).ClickAsync();
        await Assertions.Expect(says).ToHaveTextAsync("51 to 60 of 60");
        Assert.Equal("", (await rows.Last.Locator("td").First.TextContentAsync())!.Trim()); // what is missing stands last
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("PageUp");
        await Assertions.Expect(says).ToHaveTextAsync("26 to 50 of 60");

        await page.GetByRole(AriaRole.Searchbox).FillAsync("odd 45");
        await Assertions.Expect(says).ToHaveTextAsync("1 to 1 of 1 found in 60");
        await Assertions.Expect(rows).ToContainTextAsync(["odd \"45\", <b>"]); // beyond the rows of the still table
        await page.GetByRole(AriaRole.Searchbox).FillAsync("nowhere");
        await Assertions.Expect(says).ToHaveTextAsync("0 found in 60");
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Without_scripts_it_is_the_table_that_it_was()
    {
        await using var browser = await Chromium.OpenAsync();
        var (page, _) = await browser.NewPageAsync();
        var html = TableFormat.Html(Sixty());
        await page.SetContentAsync(html[..html.IndexOf("<script", StringComparison.Ordinal)]);
        Assert.Equal(50, await page.Locator("tbody tr").CountAsync());
        Assert.Equal(0, await page.Locator("input").CountAsync());
    }

    [Fact]
    public async Task Twice_on_a_page_it_is_made_once()
    {
        await using var browser = await Chromium.OpenAsync();
        var (page, errors) = await browser.NewPageAsync();
        await page.SetContentAsync(TableFormat.Html(Sixty()) + TableFormat.Html(Sixty()));
        Assert.Equal(2, await page.GetByRole(AriaRole.Searchbox).CountAsync());
        Assert.Equal(
            1,
            await page.EvaluateAsync<int>(
                "() => [...document.querySelectorAll('style')].filter(style => style.textContent.includes('lethe-grid-bar')).length"
            )
        );
        Assert.Empty(errors);
    }

    [Fact]
    public void A_page_of_the_kit_says_nothing_of_the_script_that_it_brings_itself() =>
        Assert.DoesNotContain("Left out", Exported(), StringComparison.Ordinal);

    private static string Exported()
    {
        var cell = Sample.Code("frame");
        cell["execution_count"] = 1;
        cell["outputs"] = new System.Text.Json.Nodes.JsonArray(
            new System.Text.Json.Nodes.JsonObject
            {
                ["output_type"] = "execute_result",
                ["execution_count"] = 1,
                ["metadata"] = new System.Text.Json.Nodes.JsonObject(),
                ["data"] = new System.Text.Json.Nodes.JsonObject { ["text/html"] = TableFormat.Html(Sixty()), ["text/plain"] = "" },
            }
        );
        return HtmlPage.Render(Sample.Notebook(cell), "a page");
    }

    private static Frame<int, string> Sixty()
    {
        var rows = Enumerable.Range(0, 60).ToList();
        var frame = Frame.CreateEmpty<int, string>();
        frame.AddColumn("loss", new Series<int, double>(rows, rows.Select(static i => i % 10 == 0 ? double.NaN : (i - 8) / 3.0)));
        frame.AddColumn("text", new Series<int, string>(rows, rows.Select(static i => $"odd \"{i}\", <b>")));
        return frame;
    }
}
