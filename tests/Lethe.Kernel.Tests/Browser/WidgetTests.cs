using Microsoft.Playwright;

namespace Lethe.Kernel.Tests.Browser;

/// <summary>Widgets under a person's hands: drawn by ipywidgets 8 on JupyterLab's parts and by 7 on VS Code's, in a browser.</summary>
public sealed class WidgetTests
{
    private const string Handle = ".noUi-handle, .ui-slider-handle";

    private static readonly string Faults = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Browser", "page-faults.js"));

    public static TheoryData<string> Looks => ["lab", "lab-dark", "vscode-versions", "vscode-dark", "vscode-dark-white"];

    [Theory]
    [MemberData(nameof(Looks))]
    [Trait("Speed", "slow")]
    public async Task A_person_turns_every_knob_and_sees_what_comes_of_it(string look)
    {
        await using var lab = await LabPage.OpenAsync(look);

        var slider = await lab.RunAsync(
            "var s = new IntSlider(0, 10, 3) { Label = \"how many neighbours\" };\ns.Show(k => $\"square {k * k}\")"
        );
        await Shows(slider.Locator(".jp-OutputArea-output pre"), "square 9");
        await slider.Locator(Handle).FocusAsync();
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await Shows(slider.Locator(".jp-OutputArea-output pre"), "square 16");
        await Shows(slider.Locator(".widget-readout"), "4");
        await lab.RunAsync("s.Value = 7;");
        await Shows(slider.Locator(".widget-readout"), "7");
        await Shows(slider.Locator(".jp-OutputArea-output pre"), "square 49");
        await slider.Locator(".widget-readout").FillAsync("9000");
        await lab.Page.Keyboard.PressAsync("Enter");
        await Shows(slider.Locator(".jp-OutputArea-output pre"), "square 100");

        var box = await lab.RunAsync(
            """
            var choice = new Dropdown<string>(["lau", "retrain"]) { Label = "method" };
            var deep = new Checkbox("all layers");
            var name = new TextBox("Ada", "your name") { Label = "name" };
            var range = new FloatRangeSlider(0, 1, (0.2, 0.8)) { Label = "quantiles" };
            var bar = new ProgressBar(4) { Label = "epochs" };
            var text = new HtmlText("<b>nothing yet</b>");
            var train = new Button("Train");
            train.Clicked += () =>
            {
                for (var i = 1; i <= 4; i++) { bar.Value = i; Thread.Sleep(20); }
                text.Value = $"<b>{choice.Value} {deep.Value} {name.Value} {range.Value.Low:0.00}</b>";
            };
            new VBox(new HBox(choice, deep), name, range, new HBox(train, bar), text)
            """
        );
        await box.Locator("select").SelectOptionAsync("retrain");
        await box.GetByText("all layers").ClickAsync();
        await box.Locator("input[type=text]").FillAsync("Grace");
        await lab.Page.Keyboard.PressAsync("Enter");
        await box.Locator(Handle).First.FocusAsync();
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await box.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await Shows(box.Locator(".widget-html-content"), "retrain True Grace 0.21");
        Assert.Contains("width: 100%", await box.Locator(".progress-bar").GetAttributeAsync("style"), StringComparison.Ordinal);

        var faulty = await lab.RunAsync(
            "var b = new Button(\"Fail\");\nb.Clicked += () => { Console.WriteLine(\"so far\"); throw new(\"odd\"); };\nb"
        );
        await faulty.GetByRole(AriaRole.Button).ClickAsync();
        await Shows(faulty.Locator("[data-mime-type='application/vnd.jupyter.stderr']"), "odd");
        await Shows(faulty, "so far");
        Assert.Empty(lab.Errors);
        Assert.Empty(await HardToRead(lab));
    }

    [Theory]
    [InlineData("lab")]
    [InlineData("lab-dark")]
    [InlineData("vscode-dark-white")]
    [Trait("Speed", "slow")]
    public async Task A_chart_in_an_area_is_drawn_anew_at_every_turn(string look)
    {
        await using var lab = await LabPage.OpenAsync(look);

        var cell = await lab.RunAsync(
            "new IntSlider(1, 5).Show(n => GroupedBars.Draw([.. Enumerable.Range(1, n).Select(i => $\"b{i}\")], "
                + "[new(\"kit\", [.. Enumerable.Range(1, n).Select(i => (double)i)])], \"Share (%)\"))"
        );
        var picture = cell.Locator(".jp-OutputArea-output svg").First;
        await picture.WaitForAsync();
        await cell.Locator(Handle).FocusAsync();
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await cell.Locator(".jp-OutputArea-output svg").First.GetByText("b2").First.WaitForAsync();
        Assert.Empty(await HardToRead(lab));
    }

    // Text against what is behind it.
    private static async Task<IEnumerable<string>> HardToRead(LabPage lab) =>
        (await lab.Page.EvaluateAsync<string[]>(Faults)).Where(static fault => fault.StartsWith("contrast", StringComparison.Ordinal));

    private static Task Shows(ILocator place, string text) =>
        Assertions.Expect(place.First).ToContainTextAsync(text, new() { Timeout = 30_000 });
}
