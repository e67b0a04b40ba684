using Lethe.Cli.Views;
using Lethe.Detection.Tables;
using Lethe.Erasing.Tables;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Runs;
using Lethe.Unlearning.Tables;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe compare</c>: every number of a folder of records beside the published one.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "compare",
            "Shows every number of a folder of records beside the published one: value, difference, status. Computes nothing.",
            ("lethe compare", "the quick run: how many numbers have which status, then one table per page"),
            ("lethe compare --records results --table lau-utility", "one table of the kit's own records"),
            ("lethe compare --records results --format csv > results.csv", "the kit's own records, for a spreadsheet"),
            ("lethe compare --records results/quick --format summary", "the short tables of REPRODUCING's pages"),
            ("lethe compare --table lau-utility --format json", "one table, for a program")
        );
        var records = command.With(RecordFolders.Option());
        var table = command.Names("--table", $"Only these tables: {string.Join(", ", ExperimentCatalog.Names)}.");
        var format = command.Text(
            "--format",
            "text (to read), markdown, csv, json (one row for each number) or summary (the short tables of REPRODUCING's pages).",
            "FORMAT",
            "text"
        );
        return command.Runs(
            (given, cancellation) =>
            {
                Write(terminal, given.GetRequiredValue(records), given.GetValue(table)!, given.GetRequiredValue(format), cancellation);
                return ExitCode.Ok;
            }
        );
    }

    private static void Write(Terminal terminal, string folder, IReadOnlyList<string> names, string format, CancellationToken cancellation)
    {
        if (format is not ("text" or "markdown" or "csv" or "json" or "summary"))
        {
            throw LetheException.Usage($"There is no format '{format}'. Known: text, markdown, csv, json, summary.");
        }
        var asked = ExperimentCatalog.Tables(names.Count == 0 ? ["all"] : names); // a wrong name is told before any record is read
        var all = RecordFolders.Records(folder);
        if (format is "summary")
        {
            terminal.Out.Write(Summary(all));
            return;
        }
        var tables = ExperimentCatalog.Show(all, asked);
        if (format is "text")
        {
            ComparisonPages.Write(terminal.Screen, tables, cancellation);
            return;
        }
        var comparison = Comparison.Of(tables);
        terminal.Out.Write(
            format switch
            {
                "csv" => comparison.Csv(),
                "json" => comparison.Json(),
                _ => comparison.Markdown(),
            }
        );
    }

    private static string Summary(IReadOnlyCollection<RunRecord> records)
    {
        string[] parts = [SummaryTable.Render(records), DetectorSummary.Render(records), ErasingSummary.Render(records)];
        return string.Join("\n", parts.Where(static part => part.Length > 0));
    }
}
