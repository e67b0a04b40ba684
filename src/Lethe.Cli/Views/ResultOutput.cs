using System.Text;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Runs;
using Lethe.Interactive.Seen;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>What a run ends with: the tables, for a terminal or in JSON, and the report as a page.</summary>
internal static class ResultOutput
{
    public static void Write(
        Terminal terminal,
        IAnsiConsole screen,
        ExperimentRequest request,
        IReadOnlyList<RunRecord> records,
        bool asJson
    )
    {
        var tables = ExperimentCatalog.Show(records, request.Tables, request.Models);
        if (asJson)
        {
            terminal.Out.Write(JsonTable.Render(tables));
        }
        else
        {
            foreach (var table in tables)
            {
                CompactTableView.Write(terminal.Screen, table);
                terminal.Out.WriteLine();
            }
            if (tables.Count > 0)
            {
                terminal.Out.WriteLine(
                    $"All columns, differences and sources: the page below, or `lethe compare --records {request.Out} --table "
                        + $"{tables[0].Name}`."
                );
            }
        }
        var report = Path.GetFullPath(Path.Combine(request.Out, "report.html"));
        WholeFile.Write(report, "Choose another folder with --out.", Encoding.UTF8.GetBytes(HtmlReport.Render(tables)));
        screen.Profile.Out.Writer.WriteLine($"Report: {report}");
        if (records.Any(SeenPage.IsOn) && SeenPage.Records(new(request.Out)) is { } seeds)
        {
            var page = Path.GetFullPath(Path.Combine(request.Out, SeenPage.FileName));
            SeenPage.Write(seeds, page, request.DataDir);
            screen.Profile.Out.Writer.WriteLine($"Image by image: {page}");
        }
    }
}
