using System.Globalization;
using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Notebooks;

namespace Lethe.Cli.Notebooks;

/// <summary>
/// What <c>lethe notebook run</c> does with its files. One is run here; several are run in a process each, so that none finds what another
/// has left, and one that ends its process ends only itself.
/// </summary>
internal sealed class NotebookJob(IReadOnlyList<string> files, RunOptions options)
{
    // A pipe to the process that started this one, for the report; null if a person did.
    private readonly string? report = ChildNotebook.TakeReportPipe();

    /// <summary>For the executed copies; null to write into the notebooks themselves.</summary>
    public required string? Folder { get; init; }

    public required bool Html { get; init; }

    /// <summary>See <see cref="PageFrame.IsTrusted"/>.</summary>
    public bool Trust { get; init; }

    public required string? Trx { get; init; }

    public required int Parallel { get; init; }

    public NotebookStatus Run(Terminal terminal, CancellationToken cancellation) => Worst(RunAll(terminal, cancellation));

    /// <summary>Of several results the one that a person must hear of first.</summary>
    public static NotebookStatus Worst(IEnumerable<RunReport> reports) =>
        reports.Select(static report => report.Status).OrderByDescending(Gravity).First();

    /// <summary>Runs them and tells of them.</summary>
    /// <returns>One a notebook, in their order.</returns>
    public IReadOnlyList<RunReport> RunAll(Terminal terminal, CancellationToken cancellation)
    {
        var twice = files.GroupBy(Target).FirstOrDefault(static same => same.Count() > 1);
        if (twice is not null)
        {
            throw new NotebookException(NotebookStatus.Unwritable, $"{string.Join(" and ", twice)} would both be written to {twice.Key}.");
        }
        IReadOnlyList<RunReport> reports = files is [var only] ? [RunHere(only, terminal, cancellation)] : RunEach(terminal, cancellation);
        if (report is not null)
        {
            ChildNotebook.Report(report, reports[0]);
        }
        else
        {
            Summarise(terminal, reports);
        }
        if (Trx is not null)
        {
            AtomicFile.Write(Trx, TrxReport.Write(reports));
        }
        return reports;
    }

    private string Target(string file) =>
        Folder is null ? Path.GetFullPath(file) : Path.GetFullPath(Path.Combine(Folder, Path.GetFileName(file)));

    private RunReport RunHere(string file, Terminal terminal, CancellationToken cancellation)
    {
        var target = Target(file);
        if (Folder is not null && target == Path.GetFullPath(file))
        {
            throw new NotebookException(
                NotebookStatus.Unwritable,
                $"--out is the folder of {file} itself. Choose another, or say --in-place."
            );
        }
        // Cells take the console over; what this command has to say goes past it.
        var (screen, name) = (terminal.Error, Path.GetFileName(file));
        var (path, before) = (Path.GetFullPath(file), Environment.CurrentDirectory);
        RunReport report;
        try
        {
            if (File.Exists(path))
            {
                Environment.CurrentDirectory = Path.GetDirectoryName(path)!; // where Jupyter runs it
            }
            report = new NotebookRunner(options, (cell, count) => screen.WriteLine(Line(name, cell, count))).Run(
                path,
                target,
                cancellation
            ) with
            {
                Notebook = file,
            };
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        if (Html)
        {
            HtmlPage.Write(
                NotebookFile.Read(target),
                Path.ChangeExtension(target, ".html"),
                Path.GetFileNameWithoutExtension(file),
                new() { IsTrusted = Trust }
            );
        }
        return report;
    }

    private List<RunReport> RunEach(Terminal terminal, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            NotebookFile.Read(file); // a wrong name is better known now than after an hour
        }
        var reports = new RunReport[files.Count];
        var gate = new Lock();
        System.Threading.Tasks.Parallel.For(
            0,
            files.Count,
            new() { MaxDegreeOfParallelism = Parallel },
            i =>
                reports[i] = cancellation.IsCancellationRequested
                    ? new(files[i], Target(files[i]), NotebookStatus.Interrupted, [])
                    : RunApart(files[i], gate, terminal, cancellation)
        );
        return [.. reports];
    }

    private RunReport RunApart(string file, Lock gate, Terminal terminal, CancellationToken cancellation)
    {
        using var child = ChildNotebook.Start(file, Arguments(), Show);
        using var stop = cancellation.Register(child.Stop);
        var (told, code) = child.Wait();
        if (told is not null)
        {
            return told;
        }
        // It ended without a word: it was stopped before it could say so, a cell ended the process, or the system did.
        var status =
            cancellation.IsCancellationRequested ? NotebookStatus.Interrupted
            : Enum.IsDefined((NotebookStatus)code) && code != 0 ? (NotebookStatus)code
            : NotebookStatus.Failed;
        return new(
            file,
            Target(file),
            status,
            [
                new(
                    0,
                    "",
                    "the process",
                    CellState.Failed,
                    0,
                    string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code} before the notebook did")
                ),
            ]
        );

        void Show(string line)
        {
            lock (gate)
            {
                terminal.Error.WriteLine(line);
            }
        }
    }

    private IEnumerable<string> Arguments()
    {
        if (Folder is null)
        {
            yield return "--in-place";
        }
        else
        {
            yield return "--out";
            yield return Folder;
        }
        if (Html)
        {
            yield return "--html";
        }
        if (Trust)
        {
            yield return "--trust";
        }
        if (options.KeepGoing)
        {
            yield return "--keep-going";
        }
        if (options.Timeout is { } timeout)
        {
            yield return "--timeout";
            yield return timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }
        foreach (var (name, value) in options.Parameters)
        {
            yield return "--param";
            yield return $"{name}={value}";
        }
        foreach (var tag in options.With)
        {
            yield return "--with";
            yield return tag;
        }
    }

    private static string Line(string notebook, CellReport cell, int count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{notebook} [{cell.Index}/{count}] {cell.State switch
    {
        CellState.NotRun => Shorten(cell.FirstLine),
        CellState.Ok => $"ok, {cell.Seconds:0.0} s",
        CellState.Skipped => $"left out: {Shorten(cell.FirstLine)}",
        _ => $"{Word(cell.State)}, {cell.Seconds:0.0} s: {cell.Error?.Split('\n')[0]}",
    }}"
        );

    private static void Summarise(Terminal terminal, IReadOnlyList<RunReport> reports)
    {
        PlainTable.Write(
            terminal,
            ["Notebook", "Result", "Cells", "Failed", "Left out", "Seconds"],
            reports.Select(static report =>
                (string[])
                    [
                        Path.GetFileName(report.Notebook),
                        report.Status.ToString(),
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{report.Cells.Count(static cell => cell.State == CellState.Ok)}/{report.Cells.Count}"
                        ),
                        Count(report, CellState.Failed, CellState.TimedOut),
                        Count(report, CellState.Skipped, CellState.NotRun),
                        report.Cells.Sum(static cell => cell.Seconds).ToString("0.0", CultureInfo.InvariantCulture),
                    ]
            )
        );
        foreach (
            var (report, cell) in reports.SelectMany(static report =>
                report.Cells.Where(static cell => cell.State is CellState.Failed or CellState.TimedOut).Select(cell => (report, cell))
            )
        )
        {
            terminal.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(report.Notebook)} [{cell.Index}] {Shorten(cell.FirstLine)}: {cell.Error?.Split('\n')[0]}"
                )
            );
        }
        foreach (var report in reports)
        {
            terminal.Out.WriteLine($"Written: {report.Output}");
        }
    }

    private static string Count(RunReport report, params CellState[] states) =>
        report.Cells.Count(cell => states.Contains(cell.State)).ToString(CultureInfo.InvariantCulture);

    private static string Shorten(string line) => line.Length <= 60 ? line : $"{line[..59]}…";

    private static string Word(CellState state) =>
        state switch
        {
            CellState.TimedOut => "timed out",
            CellState.Interrupted => "interrupted",
            _ => "FAILED",
        };

    private static int Gravity(NotebookStatus status) =>
        status switch
        {
            NotebookStatus.Interrupted => 6,
            NotebookStatus.Unwritable => 5,
            NotebookStatus.NotFound => 4,
            NotebookStatus.NotANotebook => 4,
            NotebookStatus.BadParameter => 3,
            NotebookStatus.TimedOut => 2,
            NotebookStatus.Failed => 1,
            _ => 0,
        };
}
