using Lethe.Kernel.Tests.Clients;
using Lethe.Tests;
using Microsoft.Playwright;

namespace Lethe.Kernel.Tests.Browser;

/// <summary>
/// JupyterLab's kernel connection, output areas and widget manager in one page, as the npm package <c>thebe-core</c> builds them:
/// JupyterLab itself comes only as a wheel. <c>LETHE_LAB_CLIENT</c> names the folder with <c>thebe-core.min.js</c>.
/// </summary>
internal sealed class LabPage : IAsyncDisposable
{
    private readonly Chromium browser;
    private readonly JupyterServer server;
    private readonly List<string> errors;

    private LabPage(Chromium browser, JupyterServer server, IPage page, List<string> errors) =>
        (this.browser, this.server, Page, this.errors) = (browser, server, page, errors);

    public IPage Page { get; }

    /// <summary>What went wrong on the page. JupyterLab asks for a newer socket first, which this server does not have.</summary>
    public IEnumerable<string> Errors => errors.Where(static error => !error.Contains("Sec-WebSocket-Protocol", StringComparison.Ordinal));

    /// <summary>Opens it with a server and a kernel of its own, or skips the calling test.</summary>
    public static async Task<LabPage> OpenAsync()
    {
        var folder = Environment.GetEnvironmentVariable("LETHE_LAB_CLIENT");
        Need.Other(folder is not null, "JupyterLab's parts", "LETHE_LAB_CLIENT does not name a folder of npm's thebe-core.");
        Assert.True(File.Exists(Path.Combine(folder, "thebe-core.min.js")), $"{folder} has no thebe-core.min.js.");
        var browser = await Chromium.OpenAsync();
        var server = new JupyterServer(PythonClients.Need("notebook"), Path.Combine(AppContext.BaseDirectory, "Browser"), folder);
        await server.WaitAsync();
        var (page, errors) = await browser.NewPageAsync();
        // Asked for as soon as a widget comes, for modules that none of these is in.
        await page.RouteAsync(
            "**/require.min.js",
            static route => route.FulfillAsync(new() { Body = "window.define = () => { }; window.require = { config() { } };" })
        );
        await page.GotoAsync(new Uri(server.Address, "tree").AbsoluteUri); // its cookie
        await page.GotoAsync(new Uri(server.Address, "static/lab.html").AbsoluteUri);
        await page.EvaluateAsync("() => window.lab.then(() => true)");
        return new(browser, server, page, errors);
    }

    /// <summary>Runs a cell, and waits for its end.</summary>
    /// <returns>Where its outputs are.</returns>
    public async Task<ILocator> RunAsync(string source)
    {
        var place = await Page.EvaluateAsync<string>("async source => await (await window.lab).run(source)", source);
        return Page.Locator($"#{place}");
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
    }
}
