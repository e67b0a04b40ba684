using System.Security.Cryptography;
using System.Xml.Linq;
using static Lethe.Interactive.Runs.Numbers;

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
        List<(string Notebook, CellReport Cell)> cells = [.. runs.SelectMany(static run => run.Cells.Select(cell => (run.Notebook, cell)))];
        var failed = cells.Count(static item => Outcome(item.Cell) == "Failed");
        var executed = cells.Count(static item => Outcome(item.Cell) != "NotExecuted");
        var report = Element(
            "TestRun",
            [("id", IdOf(string.Join('|', runs.Select(static run => run.Notebook)))), ("name", "Lethe notebooks")],
            Element("Results", [], cells.Select(Result)),
            Element("TestDefinitions", [], cells.Select(Definition)),
            Element("TestEntries", [], cells.Select(Entry)),
            Element("TestLists", [], Element("TestList", [("name", "All"), ("id", AllList)])),
            Element(
                "ResultSummary",
                [("outcome", failed == 0 ? "Completed" : "Failed")],
                Element("Counters", [("total", cells.Count), ("executed", executed), ("passed", executed - failed), ("failed", failed)])
            )
        );
        using var buffer = new MemoryStream();
        new XDocument(report).Save(buffer);
        return buffer.ToArray();
    }

    private static XElement Result((string Notebook, CellReport Cell) item) =>
        Element(
            "UnitTestResult",
            [
                ("executionId", Execution(item)),
                ("testId", Test(item)),
                ("testName", NameOf(item)),
                ("computerName", "lethe"),
                ("duration", TimeSpan.FromSeconds(item.Cell.Seconds).ToString("c", CultureInfo.InvariantCulture)),
                ("testType", UnitTest),
                ("outcome", Outcome(item.Cell)),
                ("testListId", AllList),
            ],
            item.Cell.Error is not { } error
                ? null
                : Element("Output", [], Element("ErrorInfo", [], new XElement(Names + "Message", Clean(error))))
        );

    private static XElement Definition((string Notebook, CellReport Cell) item) =>
        Element(
            "UnitTest",
            [("name", NameOf(item)), ("id", Test(item))],
            Element("Execution", [("id", Execution(item))]),
            Element(
                "TestMethod",
                [("codeBase", item.Notebook), ("className", Path.GetFileNameWithoutExtension(item.Notebook)), ("name", NameOf(item))]
            )
        );

    private static XElement Entry((string Notebook, CellReport Cell) item) =>
        Element("TestEntry", [("testId", Test(item)), ("executionId", Execution(item)), ("testListId", AllList)]);

    private static XElement Element(string name, (string Name, object Value)[] attributes, params object?[] content) =>
        new(Names + name, attributes.Select(static one => new XAttribute(one.Name, one.Value)), content);

    private static Guid Test((string Notebook, CellReport Cell) item) => IdOf(Invariant($"{item.Notebook}#{item.Cell.Index}"));

    private static Guid Execution((string Notebook, CellReport Cell) item) => IdOf(Invariant($"run of {item.Notebook}#{item.Cell.Index}"));

    private static string NameOf((string Notebook, CellReport Cell) item) =>
        Invariant($"{Path.GetFileName(item.Notebook)} [{item.Cell.Index}] {Clean(item.Cell.FirstLine)}");

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
