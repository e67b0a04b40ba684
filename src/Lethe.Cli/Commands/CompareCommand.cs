using System.CommandLine;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Data;
using Lethe.Detection.Tables;
using Lethe.Erasing.Tables;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Runs;
using Lethe.Models;
using Lethe.Runtime;
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
        var records = CommonOptions.Text(
            "--records",
            "A folder that `lethe reproduce` wrote, or a folder of such folders.",
            "DIR",
            Path.Combine("runs", "quick")
        );
        var table = CommonOptions.List("--table", $"Only these tables: {string.Join(", ", ExperimentCatalog.Names)}.", "NAMES");
        var format = CommonOptions.Text(
            "--format",
            "text (to read), markdown, csv, json (one row for each number) or summary (the short tables of REPRODUCING's pages).",
            "FORMAT",
            "text"
        );
        command.Add(records);
        command.Add(table);
        command.Add(format);
        command.SetAction(
            (parsed, cancellation) =>
            {
                Write(terminal, parsed.GetRequiredValue(records), parsed.GetValue(table)!, parsed.GetRequiredValue(format), cancellation);
                return Task.FromResult((int)ExitCode.Ok);
            }
        );
        return command;
    }

    private static void Write(
        Terminal terminal,
        string folder,
        IReadOnlyCollection<string> names,
        string format,
        CancellationToken cancellation
    )
    {
        if (format is not ("text" or "markdown" or "csv" or "json" or "summary"))
        {
            throw LetheException.Usage($"There is no format '{format}'. Known: text, markdown, csv, json, summary.");
        }
        var tables = ExperimentCatalog.Tables(names.Count == 0 ? ["all"] : names);
        if (format is "text")
        {
            ComparisonPages.Write(terminal.Screen, ResultOutput.Tables(RecordFolders.Records(folder), tables), cancellation);
            return;
        }
        terminal.Out.Write(Render(folder, tables, format));
    }

    private static string Render(string folder, IReadOnlyList<string> tables, string format)
    {
        if (format is "summary")
        {
            var records = RecordFolders.Records(folder);
            string[] parts =
            [
                records.Any(static record => record.Cell.Experiment == "lau") ? SummaryTable.Render(records) : "",
                DetectorSummary.Render(records),
                ErasingSummary.Render(records),
            ];
            return string.Join("\n", parts.Where(static part => part.Length > 0));
        }
        var comparison = Comparison.Of(ResultOutput.Tables(RecordFolders.Records(folder), tables));
        return format switch
        {
            "csv" => comparison.Csv(),
            "json" => comparison.Json(),
            _ => comparison.Markdown(),
        };
    }
}
