using System.Text;
using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Runtime;
using Spectre.Console;

namespace Lethe.Cli.Options;

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
        var tables = Tables(records, ExperimentCatalog.Tables(request.Tables), request.Models);
        Tables(terminal, tables, asJson);
        if (!asJson && tables.Count > 0)
        {
            terminal.Out.WriteLine(
                $"All columns, differences and sources: the page below, or `lethe compare --records {request.Out} --table "
                    + $"{tables[0].Name}`."
            );
        }
        var report = Path.GetFullPath(Path.Combine(request.Out, "report.html"));
        WholeFile.Write(report, "Choose another folder with --out.", Encoding.UTF8.GetBytes(HtmlReport.Render(tables)));
        screen.Profile.Out.Writer.WriteLine($"Report: {report}");
    }

    /// <summary>The tables of these names, of every data set and profile that has records.</summary>
    public static IReadOnlyList<ResultTable> Tables(
        IReadOnlyCollection<RunRecord> records,
        IReadOnlyList<string> names,
        IReadOnlyList<string>? models = null
    ) => ExperimentCatalog.Show(records, names, models);

    private static void Tables(Terminal terminal, IReadOnlyList<ResultTable> tables, bool asJson)
    {
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
        }
    }
}
