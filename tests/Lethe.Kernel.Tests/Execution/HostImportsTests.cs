using System.Runtime.CompilerServices;
using Lethe.Interactive.Charts;
using Lethe.Interactive.Formatting;
using Lethe.Interactive.Widgets;
using Lethe.Kernel.Execution;
using Lethe.Runtime;

namespace Lethe.Kernel.Tests.Execution;

public sealed class HostImportsTests
{
    [Fact]
    public void A_cell_sees_every_public_type_of_the_library_and_every_chart() =>
        Assert.Equal(
            [],
            typeof(LetheException)
                .Assembly.GetExportedTypes()
                .Append(typeof(Picture))
                .Append(typeof(IntSlider))
                .Select(static type => type.Namespace!)
                .Distinct()
                .Except(HostImports.Namespaces)
                .Order()
        );

    [Fact]
    public void What_a_library_shows_outlives_a_reset_of_all_formatters()
    {
        using var cells = new CellExecutor(Path.GetTempPath());
        const string chart = "Chart.Line(new[] { 1.0, 3.0, 2.0 })";

        RecordingSink.Run(cells, $"Formatter.ResetToDefault(); {chart}");

        Assert.Contains(ChartFormat.MimeType, RecordingSink.Run(cells, chart).Sink.Value!.Data.Keys);
    }

    [Fact]
    public void A_formatter_of_the_reader_s_own_for_a_library_s_type_stays_after_a_reset()
    {
        using var cells = new CellExecutor(Path.GetTempPath());
        RecordingSink.Run(cells, "Formatter.ResetToDefault();\nFormatter.Register<PlotlyChart>(_ => \"mine\", \"text/plain\");");

        Assert.Equal("mine", RecordingSink.Run(cells, "Chart.Line(new[] { 1.0 })").Sink.Value!.Data["text/plain"]);
        RecordingSink.Run(cells, "Formatter.ResetToDefault();");
    }

    // What Microsoft's kernel runs when a cell has referenced the package.
    [Fact]
    public void The_packages_script_has_the_same_usings() =>
        Assert.Equal(
            HostImports.Namespaces.Where(static name => !name.StartsWith("Lethe.Kernel", StringComparison.Ordinal)),
            File.ReadLines(Script())
                .Where(static line => line.StartsWith("using ", StringComparison.Ordinal))
                .Select(static line => line["using ".Length..^1])
        );

    private static string Script([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Lethe.Interactive", "extension.dib");
}
