using Lethe.Interactive.Formatting;
using Lethe.Kernel.Tests.Clients;
using Lethe.Kernel.Tests.Notebooks;

namespace Lethe.Kernel.Tests.Browser;

/// <summary>A person's way: Jupyter Notebook in a browser.</summary>
public sealed class NotebookTests
{
    [Fact]
    public async Task A_notebook_runs_in_the_browser_and_its_chart_is_on_the_page()
    {
        await using var browser = await Chromium.OpenAsync();
        await using var server = new JupyterServer(PythonClients.Need("notebook"));
        File.WriteAllText(
            Path.Combine(server.Folder, "n.ipynb"),
            Sample.Json(
                Sample.Code("var heights = new[] { 1.0, 2.5 };\nConsole.WriteLine(\"hello from C#\");"),
                Sample.Code("Chart.Plot(new Bar { x = new[] { \"a\", \"b\" }, y = heights })"),
                Sample.Code("GroupedBars.Draw([\"one\", \"two\"], [new(\"kit\", [1, 2])], \"Share (%)\")")
            )
        );
        await server.WaitAsync();
        var (page, errors) = await browser.NewPageAsync();
        var loaded = new List<string>();
        page.Request += (_, request) => loaded.Add(request.Url);
        await page.GotoAsync(new Uri(server.Address, "notebooks/n.ipynb").AbsoluteUri);
        await page.WaitForFunctionAsync(
            "() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()"
        );
        await page.EvaluateAsync("() => Jupyter.notebook.execute_all_cells()");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.output .js-plotly-plot svg.main-svg .bars .point').length == 4");

        Assert.Equal("hello from C#", (await page.Locator(".output_stdout").First.TextContentAsync())?.Trim());
        Assert.Equal(0, await page.Locator(".output svg[role=img]").CountAsync()); // the still pictures have made way
        Assert.Equal(
            $"{server.Address}{PlotlyScript.KernelPath}",
            Assert.Single(loaded, static url => url.Contains("plotly", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(errors, static error => error.Contains("lotly", StringComparison.Ordinal));
        Assert.Contains("C#", await page.Locator("#kernel_indicator").TextContentAsync(), StringComparison.Ordinal);
    }
}
