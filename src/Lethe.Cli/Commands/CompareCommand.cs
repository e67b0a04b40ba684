using System.CommandLine;
using Lethe.Experiments;
using Lethe.Runtime;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe compare</c>: every number of a folder of records beside the published one.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand("compare", "Puts every number of a folder of records beside the published one: value, difference, status. Computes nothing.",
            ("lethe compare", "the quick run, as Markdown"),
            ("lethe compare --records results --format csv > results.csv", "the kit's own records, for a spreadsheet"),
            ("lethe compare --records results/quick --format summary", "the short tables of the README"),
            ("lethe compare --table lau-utility --format json", "one table, for a program"));
        var records = CommonOptions.Text("--records", "A folder that `lethe reproduce` wrote, or one above several such folders.", "DIR", Path.Combine("runs", "quick"));
        var table = CommonOptions.List("--table", $"Only these tables: {string.Join(", ", ExperimentCatalog.Names)}.", "NAMES");
        var format = CommonOptions.Text("--format", "markdown, csv, json or summary.", "FORMAT", "markdown");
        command.Add(records);
        command.Add(table);
        command.Add(format);
        command.SetAction(parsed => terminal.Out.Write(Render(parsed.GetRequiredValue(records), parsed.GetValue(table)!, parsed.GetRequiredValue(format))));
        return command;
    }

    private static string Render(string folder, IReadOnlyCollection<string> names, string format)
    {
        if (format is not ("markdown" or "csv" or "json" or "summary"))
        {
            throw LetheException.Usage($"There is no format '{format}'. Known: markdown, csv, json, summary.");
        }
        var tables = ExperimentCatalog.Tables(names.Count == 0 ? ["all"] : names);
        if (format is "summary")
        {
            var records = RecordFolders.Records(folder);
            string[] parts = [records.Any(static record => record.Cell.Experiment == "lau") ? SummaryTable.Render(records) : "", DetectorSummary.Render(records), ErasingSummary.Render(records)];
            return string.Join("\n", parts.Where(static part => part.Length > 0));
        }
        var comparison = Comparison.Of(ResultOutput.Tables(RecordFolders.Records(folder), tables));
        return format switch { "csv" => comparison.Csv(), "json" => comparison.Json(), _ => comparison.Markdown() };
    }
}
