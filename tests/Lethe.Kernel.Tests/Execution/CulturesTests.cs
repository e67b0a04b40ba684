using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;
using Lethe.Runtime;

namespace Lethe.Kernel.Tests.Execution;

public sealed class CulturesTests : IDisposable
{
    private const string German =
        "System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.DefaultThreadCurrentCulture = "
        + "new(\"de-DE\");\n";

    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose()
    {
        System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
        cells.Dispose();
    }

    [Theory]
    [InlineData("1234.5.ToString(\"N2\", new System.Globalization.CultureInfo(\"de-DE\"))", "1.234,50")]
    [InlineData("\"e\\u0301\".Normalize() == \"\\u00e9\"", "True")]
    [InlineData("\"\\u00e9\".Normalize(NormalizationForm.FormD).Length", "2")]
    [InlineData("string.Compare(\"ä\", \"z\", StringComparison.InvariantCulture) < 0", "True")]
    [InlineData(
        "string.Join(\"\", new[] { \"z\", \"ä\", \"a\" }.Order(StringComparer.Create(new "
            + "System.Globalization.CultureInfo(\"sv-SE\"), false)))",
        "azä"
    )]
    [InlineData("new DateTime(2026, 3, 1).ToString(\"MMMM\", new System.Globalization.CultureInfo(\"fr-FR\"))", "mars")]
    public void Cells_have_the_world_s_cultures(string code, string value)
    {
        Assert.SkipUnless(Cultures.AreAvailable, "There is no ICU library here (Debian, Ubuntu: libicu-dev).");

        Assert.Equal(value, RecordingSink.Run(cells, code).Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Theory]
    [InlineData("1234.5", "1234.5")]
    [InlineData("1234.5m", "1234.5")]
    [InlineData("new[] { 1.5, 2.5 }", "[ 1.5, 2.5 ]")]
    [InlineData("new { A = 1.5, B = 2.5f }", "A: 1.5\n      B: 2.5")]
    [InlineData("(1.5, 2.5)", "( 1.5, 2.5 )")]
    [InlineData("new Dictionary<string, double> { [\"a\"] = 1.5 }", "1.5")]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(1.5)", "1.5")]
    [InlineData("torch.tensor(1.5f)", "1.5")]
    [InlineData("Frame.FromColumns(new[] { KeyValue.Create(\"a\", new Series<int, double>(new[] { 1 }, new[] { 1234.5 })) })", "1234.5")]
    public void What_the_kernel_shows_is_the_same_in_a_cell_that_has_set_another(string code, string shown)
    {
        Assert.SkipUnless(Cultures.AreAvailable, "There is no ICU library here (Debian, Ubuntu: libicu-dev).");

        var (outcome, sink) = RecordingSink.Run(cells, German + code);
        Assert.Null(outcome.Error);
        Assert.Contains(shown, sink.Value!.Data[MimeBundle.Plain], StringComparison.Ordinal);
        Assert.All(sink.Value.Data.Values, static text => Assert.DoesNotMatch(@"(?<![\[(] |\d, )\d,[5]", text));
        // the cell's own text is the cell's
        Assert.Equal("1,5", RecordingSink.Run(cells, German + "$\"{1.5}\"").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void Whoever_does_not_ask_gets_the_invariant_one() =>
        Assert.Equal("1.5", RecordingSink.Run(cells, "$\"{1.5}\"").Sink.Value!.Data[MimeBundle.Plain]);
}
