using Lethe.Tests;
using Microsoft.Playwright;

namespace Lethe.Kernel.Tests.Browser;

/// <summary>The system's Chromium, driven by Playwright.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const float Patience = 180_000; // milliseconds; a page takes seconds, unless two other suites run beside it

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    /// <summary>Opens it, or skips the calling test where there is none and <c>LETHE_REQUIRE_CLIENTS</c> does not ask for it.</summary>
    public static async Task<Chromium> OpenAsync()
    {
        string?[] places =
        [
            Environment.GetEnvironmentVariable("LETHE_CHROMIUM"),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
        ];
        var path = places.FirstOrDefault(File.Exists);
        Need.Package(path is not null, "chromium", "There is no Chromium here.");
        var playwright = await Playwright.CreateAsync();
        // In a container there is no sandbox to be had; the pages are our own.
        var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = path,
                Args = ["--no-sandbox"],
                Timeout = Patience,
            }
        );
        return new(playwright, browser);
    }

    /// <summary>A page, and all that goes wrong on it.</summary>
    public async Task<(IPage Page, List<string> Errors)> NewPageAsync(
        bool offline = false,
        int width = 1280,
        ColorScheme scheme = ColorScheme.Light
    )
    {
        var context = await browser.NewContextAsync(
            new()
            {
                Offline = offline,
                ColorScheme = scheme,
                ViewportSize = new() { Width = width, Height = 844 },
            }
        );
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
        page.RequestFailed += (_, request) => errors.Add($"{request.Url}: {request.Failure}");
        return (page, errors);
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }
}
