using Lethe.Interactive;
using Lethe.Interactive.Charts;
using Lethe.Interactive.Formatting;
using Lethe.Kernel.Tests.Notebooks;
using Lethe.Notebooks;
using XPlot.Plotly;

namespace Lethe.Kernel.Tests.Browser;

public sealed class PageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-page").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_exported_notebook_opens_offline_with_its_charts_formulas_and_no_error()
    {
        await using var browser = await Chromium.OpenAsync();
        var input = Path.Combine(folder, "n.ipynb");
        File.WriteAllText(
            input,
            Sample.Json(
                Sample.Text("# Charts\n\nInline $x^2$, and\n\n$$\\int_0^1 f(x)\\,dx$$"),
                Sample.Code("Chart.Plot(new Bar { x = new[] { \"a\", \"b\" }, y = new[] { 1.0, 2.5 } })"),
                Sample.Code("display(Chart.Line(new[] { 1.0, 3.0, 2.0 }));"),
                Sample.Code(
                    "BeforeAfter.Draw([(\"before\", Chart.Line(new[] { 1.0, 3.0 })), (\"after\", Chart.Line(new[] { 4.0, 2.0 }))])"
                ),
                Sample.Code("HTML(\"<b class='bold'>bold</b>\")")
            )
        );
        var output = Path.Combine(folder, "out", "n.ipynb");
        var report = new NotebookRunner(new()).Run(input, output, TestContext.Current.CancellationToken);
        Assert.Equal(NotebookStatus.Ok, report.Status);
        var page = Path.Combine(folder, "n.html");
        HtmlPage.Write(NotebookFile.Read(output), page, "n");

        var (shown, errors) = await browser.NewPageAsync(offline: true);
        Assert.All((int[])[1, 2, 3], chart => Assert.Contains($"id=\"chart-{chart}\"", File.ReadAllText(page), StringComparison.Ordinal));
        await shown.GotoAsync(new Uri(page).AbsoluteUri);
        Assert.Empty(errors);
        await shown.WaitForSelectorAsync("#chart-2 svg.main-svg");

        await shown.WaitForSelectorAsync("#chart-3 .slider-group");
        Assert.Equal("Charts", await shown.TitleAsync());
        Assert.Equal(2, await shown.Locator("#chart-1 .bars .point").CountAsync());
        Assert.Equal(2, await shown.Locator(".math .katex").CountAsync());
        Assert.Equal("bold", await shown.Locator(".bold").TextContentAsync());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Without_Jupyter_and_without_plotly_the_still_picture_stays_and_nothing_is_asked_for()
    {
        await using var browser = await Chromium.OpenAsync();
        var page = Path.Combine(folder, "alone.html");
        // As another tool would export a notebook.
        var chart = ChartFormat.Html(Chart.Plot(new Bar { x = new[] { "a", "b" }, y = new[] { 1.0, 2.5 } }), PlotlyScript.KernelPath);
        File.WriteAllText(page, $"<!DOCTYPE html><link rel=\"icon\" href=\"data:,\"><body>{chart}</body>");
        var (shown, errors) = await browser.NewPageAsync(offline: true);
        await shown.GotoAsync(new Uri(page).AbsoluteUri);

        Assert.Equal(2, await shown.Locator("svg[role=img] rect").CountAsync());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_slider_swaps_the_states()
    {
        await using var browser = await Chromium.OpenAsync();
        var page = Path.Combine(folder, "slider.html");
        var chart = BeforeAfter.Draw([("before", Chart.Column(new[] { 1.0, 3.0 })), ("after", Chart.Column(new[] { 4.0, 2.0, 1.0 }))]);
        File.WriteAllText(
            page,
            $"<!DOCTYPE html><link rel=\"icon\" href=\"data:,\"><script>{PlotlyScript.Text}</script><body>{ChartFormat.Html(chart)}</body>"
        );
        var (shown, errors) = await browser.NewPageAsync(offline: true);
        await shown.GotoAsync(new Uri(page).AbsoluteUri);
        await shown.WaitForFunctionAsync("() => document.querySelectorAll('.bars .point').length == 2");
        await shown
            .Locator(".slider-rail-touch-rect")
            .ClickAsync(
                new()
                {
                    Force = true,
                    Position = new() { X = 650, Y = 5 },
                }
            );
        await shown.WaitForFunctionAsync("() => document.querySelectorAll('.bars .point').length == 3");

        Assert.Empty(errors);
    }
}
