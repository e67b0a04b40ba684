using Lethe.Kernel.Tests.Clients;
using Lethe.Tests;
using Microsoft.Playwright;

namespace Lethe.Kernel.Tests.Browser;

/// <summary>
/// The parts of a front end in one page. JupyterLab itself comes only as a wheel, so its kernel connection, output areas and manager of
/// widgets (ipywidgets 8) are those that npm's <c>thebe-core</c> builds, in JupyterLab's themes; VS Code's manager of widgets (ipywidgets
/// 7) is the one that its Jupyter extension loads. <c>LETHE_LAB_CLIENT</c> names the folder into which these packages were unpacked.
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
    /// <param name="look"><c>lab</c> or <c>vscode</c>; <c>-dark</c> for its dark theme, <c>-white</c> for VS Code's older ground.</param>
    public static async Task<LabPage> OpenAsync(string look = "lab")
    {
        var folder = Environment.GetEnvironmentVariable("LETHE_LAB_CLIENT");
        Need.Other(folder is not null, "front ends' parts", "LETHE_LAB_CLIENT names no folder of npm's packages (see CONTRIBUTING.md).");
        foreach (var part in (string[])["dist/lib/thebe-core.min.js", "dist/ipywidgets.js", "style/variables.css"])
        {
            Assert.True(File.Exists(Path.Combine(folder, part)), $"{folder} has no {part} (see CONTRIBUTING.md).");
        }
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
        await page.GotoAsync(new Uri(server.Address, $"static/lab.html#{look}").AbsoluteUri);
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
