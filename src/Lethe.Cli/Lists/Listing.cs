using System.Text;
using Lethe.Cli.Benchmarks;
using Lethe.Data;
using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Erasing;
using Lethe.Erasing.Methods;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Runs;
using Lethe.Models;
using Lethe.Unlearning;

namespace Lethe.Cli.Lists;

/// <summary>A list of the kit, printed from the catalogue that makes it.</summary>
/// <param name="Name">To ask for it.</param>
/// <param name="Columns">Headings of its rows.</param>
/// <param name="Entries">The names that there are, and the row of each.</param>
internal sealed record Listing(string Name, IReadOnlyList<string> Columns, Func<IEnumerable<(string Name, string[] Row)>> Entries) : IEntry
{
    public static Catalog<Listing> All { get; } =
        new(
            "list",
            new("tables", ["Command", "Shows", "Records of the kit"], TableList.Entries),
            Of("methods", static () => UnlearningCatalog.All),
            Of("networks", static () => ModelCatalog.All),
            Of("data", static () => DatasetCatalog.All),
            Of("detectors", static () => DetectorCatalog.All),
            Of("objectives", static () => ObjectiveCatalog.All),
            Of("families", static () => Family.All),
            Of("erasers", static () => ErasingCatalog.All),
            new("claims", ClaimList.Columns, ClaimList.Entries),
            new("verify", VerifyList.Columns, VerifyList.Entries),
            new("speed", Compared.Columns("Microsoft's"), KernelList.Entries),
            new("notebooks", ["Notebook", "About"], NotebookList.Entries) { IsPlain = true }
        );

    public string Title => Name;

    /// <summary>True if Markdown shows it as a list of links, not as a table.</summary>
    public bool IsPlain { get; private init; }

    public IReadOnlyList<string> Names => [.. Entries().Select(static entry => entry.Name)];

    /// <exception cref="LetheException">A name is not there (<see cref="ExitCode.Usage"/>).</exception>
    public IReadOnlyList<string[]> Rows(IReadOnlyList<string> asked)
    {
        var all = Entries().ToList();
        var chosen = Choice.Of(asked.Count > 0 ? asked : null, [.. all.Select(static one => one.Name)], Names, $"entry of {Name}");
        return [.. all.Where(one => chosen.Contains(one.Name)).Select(static one => one.Row)];
    }

    public string Markdown(IEnumerable<string[]> rows)
    {
        if (IsPlain)
        {
            return string.Concat(rows.Select(static row => $"- [{Path.GetFileNameWithoutExtension(row[0])}]({row[0]}): {row[1]}\n"));
        }
        var text = new StringBuilder();
        MarkdownTable.Row(text, Columns);
        MarkdownTable.Row(text, Columns.Select(static _ => "---"));
        foreach (var row in rows)
        {
            MarkdownTable.Row(text, row);
        }
        return text.ToString();
    }

    // A catalogue is made when it is asked for: every command's help names the lists, and some of their entries load torch.
    private static Listing Of<T>(string name, Func<Catalog<T>> catalog)
        where T : class, IEntry =>
        new(name, ["Name", "Title"], () => catalog().Select(static one => (one.Name, (string[])[one.Name, one.Title])));
}
