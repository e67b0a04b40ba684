using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Lethe.Notebooks;

/// <summary>Runs as a test report in the format of Visual Studio (TRX), which build servers show: a notebook is a class, a cell a
/// test.</summary>
public static class TrxReport
{
    private static readonly XNamespace Names = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    // Of the unit-test framework; readers of the format expect just this one.
    private const string UnitTest = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";
    private const string AllList = "19431567-8539-422a-85d7-44ee4e166bda";

    public static byte[] Write(IReadOnlyCollection<RunReport> runs)
    {
        var cells = runs.SelectMany(static run =>
                run.Cells.Select(cell =>
                    (
                        run.Notebook,
                        Cell: cell,
                        Id: IdOf($"{run.Notebook}#{cell.Index}"),
                        Execution: IdOf($"run of {run.Notebook}#{cell.Index}")
                    )
                )
            )
            .ToList();
        var failed = cells.Count(static item => Outcome(item.Cell) == "Failed");
        var executed = cells.Count(static item => Outcome(item.Cell) != "NotExecuted");
        var document = new XDocument(
            new XElement(
                Names + "TestRun",
                new XAttribute("id", IdOf(string.Join('|', runs.Select(static run => run.Notebook)))),
                new XAttribute("name", "Lethe notebooks"),
                new XElement(
                    Names + "Results",
                    cells.Select(static item => new XElement(
                        Names + "UnitTestResult",
                        new XAttribute("executionId", item.Execution),
                        new XAttribute("testId", item.Id),
                        new XAttribute("testName", NameOf(item.Notebook, item.Cell)),
                        new XAttribute("computerName", "lethe"),
                        new XAttribute("duration", TimeSpan.FromSeconds(item.Cell.Seconds).ToString("c", CultureInfo.InvariantCulture)),
                        new XAttribute("testType", UnitTest),
                        new XAttribute("outcome", Outcome(item.Cell)),
                        new XAttribute("testListId", AllList),
                        item.Cell.Error is null
                            ? null
                            : new XElement(
                                Names + "Output",
                                new XElement(Names + "ErrorInfo", new XElement(Names + "Message", Clean(item.Cell.Error)))
                            )
                    ))
                ),
                new XElement(
                    Names + "TestDefinitions",
                    cells.Select(static item => new XElement(
                        Names + "UnitTest",
                        new XAttribute("name", NameOf(item.Notebook, item.Cell)),
                        new XAttribute("id", item.Id),
                        new XElement(Names + "Execution", new XAttribute("id", item.Execution)),
                        new XElement(
                            Names + "TestMethod",
                            new XAttribute("codeBase", item.Notebook),
                            new XAttribute("className", Path.GetFileNameWithoutExtension(item.Notebook)),
                            new XAttribute("name", NameOf(item.Notebook, item.Cell))
                        )
                    ))
                ),
                new XElement(
                    Names + "TestEntries",
                    cells.Select(static item => new XElement(
                        Names + "TestEntry",
                        new XAttribute("testId", item.Id),
                        new XAttribute("executionId", item.Execution),
                        new XAttribute("testListId", AllList)
                    ))
                ),
                new XElement(
                    Names + "TestLists",
                    new XElement(Names + "TestList", new XAttribute("name", "All"), new XAttribute("id", AllList))
                ),
                new XElement(
                    Names + "ResultSummary",
                    new XAttribute("outcome", failed == 0 ? "Completed" : "Failed"),
                    new XElement(
                        Names + "Counters",
                        new XAttribute("total", cells.Count),
                        new XAttribute("executed", executed),
                        new XAttribute("passed", executed - failed),
                        new XAttribute("failed", failed)
                    )
                )
            )
        );
        using var buffer = new MemoryStream();
        document.Save(buffer);
        return buffer.ToArray();
    }

    private static string NameOf(string notebook, CellReport cell) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(notebook)} [{cell.Index}] {Clean(cell.FirstLine)}");

    private static string Outcome(CellReport cell) =>
        cell.State switch
        {
            CellState.Ok => "Passed",
            CellState.Skipped or CellState.NotRun => "NotExecuted",
            _ => "Failed",
        };

    // XML 1.0 knows no control characters.
    private static string Clean(string text) => string.Concat(text.Select(static c => c < ' ' && c is not ('\n' or '\t') ? ' ' : c));

    // The same cell has the same id in every run.
    private static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
