using Lethe.Kernel.Notebooks;
using Lethe.Kernel.Tests.Notebooks;

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
        File.WriteAllText(input, Sample.Json(
            Sample.Text("# Charts\n\nInline $x^2$, and\n\n$$\\int_0^1 f(x)\\,dx$$"),
            Sample.Code("Chart.Plot(new Bar { x = new[] { \"a\", \"b\" }, y = new[] { 1.0, 2.5 } })"),
            Sample.Code("display(Chart.Line(new[] { 1.0, 3.0, 2.0 }));"),
            Sample.Code("HTML(\"<b id='bold'>bold</b>\")")));
        var output = Path.Combine(folder, "out", "n.ipynb");
        var report = new NotebookRunner(new()).Run(input, output, TestContext.Current.CancellationToken);
        Assert.Equal(NotebookStatus.Ok, report.Status);
        var page = Path.Combine(folder, "n.html");
        HtmlPage.Write(NotebookFile.Read(output), page, "n");

        var (shown, errors) = await browser.NewPageAsync(offline: true);
        await shown.GotoAsync(new Uri(page).AbsoluteUri);
        await shown.WaitForSelectorAsync("#chart-2 svg.main-svg");

        Assert.Equal("Charts", await shown.TitleAsync());
        Assert.Equal(2, await shown.Locator("#chart-1 .bars .point").CountAsync());
        Assert.Equal(2, await shown.Locator(".math .katex").CountAsync());
        Assert.Equal("bold", await shown.Locator("#bold").TextContentAsync());
        Assert.Empty(errors);
    }
}
