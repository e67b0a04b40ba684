using System.Globalization;
using Lethe.Interactive.Runs;
using Lethe.Notebooks;

namespace Lethe.Cli.Notebooks;

/// <summary>
/// What <c>lethe notebook run</c> does with its files. One is run here; several are run in a process each, so that none finds what another
/// has left, and one that ends its process ends only itself.
/// </summary>
internal sealed class NotebookJob(IReadOnlyList<string> files, RunOptions options)
{
    // From the least to the gravest.
    private static readonly NotebookStatus[] ByGravity =
    [
        NotebookStatus.Ok,
        NotebookStatus.Failed,
        NotebookStatus.TimedOut,
        NotebookStatus.BadParameter,
        NotebookStatus.NotANotebook,
        NotebookStatus.NotFound,
        NotebookStatus.Unwritable,
        NotebookStatus.Interrupted,
    ];

    // A pipe to the process that started this one, for the report; null if a person did.
    private readonly string? report = ChildNotebook.TakeReportPipe();

    /// <summary>For the executed copies; null to write into the notebooks themselves.</summary>
    public required string? Folder { get; init; }

    public required bool Html { get; init; }

    /// <summary>See <see cref="PageFrame.IsTrusted"/>.</summary>
    public bool Trust { get; init; }

    public required string? Trx { get; init; }

    public required int Parallel { get; init; }

    /// <summary>Of several results the one that a person must hear of first.</summary>
    public static NotebookStatus Worst(IEnumerable<RunReport> reports) =>
        reports.Select(static report => report.Status).MaxBy(static status => Array.IndexOf(ByGravity, status));

    /// <summary>Runs them and tells of them.</summary>
    /// <returns>One a notebook, in their order.</returns>
    public IReadOnlyList<RunReport> Run(Terminal terminal, CancellationToken cancellation)
    {
        if (files.GroupBy(Target).FirstOrDefault(static same => same.Count() > 1) is { } twice)
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
            NotebookLines.Summarise(terminal, reports);
        }
        if (Trx is not null)
        {
            AtomicFile.Write(Trx, TrxReport.Write(reports));
        }
        return reports;
    }

    private string Target(string file) => Path.GetFullPath(Folder is null ? file : Path.Combine(Folder, Path.GetFileName(file)));

    private RunReport RunHere(string file, Terminal terminal, CancellationToken cancellation)
    {
        var (target, path, before) = (Target(file), Path.GetFullPath(file), Environment.CurrentDirectory);
        if (Folder is not null && target == path)
        {
            throw new NotebookException(
                NotebookStatus.Unwritable,
                $"--out is the folder of {file} itself. Choose another, or say --in-place."
            );
        }
        // Cells take the console over; what this command has to say goes past it.
        var (screen, name) = (terminal.Error, Path.GetFileName(file));
        var runner = new NotebookRunner(options, (cell, count) => screen.WriteLine(NotebookLines.Of(name, cell, count)));
        RunReport report;
        try
        {
            if (File.Exists(path))
            {
                Environment.CurrentDirectory = Path.GetDirectoryName(path)!; // where Jupyter runs it
            }
            report = runner.Run(path, target, cancellation) with { Notebook = file };
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        if (Html)
        {
            var page = Path.ChangeExtension(target, ".html");
            HtmlPage.Write(NotebookFile.Read(target), page, Path.GetFileNameWithoutExtension(file), new() { IsTrusted = Trust });
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
        var why = Numbers.Invariant($"ended with exit code {code} before the notebook did");
        return new(file, Target(file), status, [new(0, "", "the process", CellState.Failed, 0, why)]);

        void Show(string line)
        {
            lock (gate)
            {
                terminal.Error.WriteLine(line);
            }
        }
    }

    private List<string> Arguments()
    {
        List<string> arguments = Folder is null ? ["--in-place"] : ["--out", Folder];
        foreach (var (isSet, flag) in ((bool, string)[])[(Html, "--html"), (Trust, "--trust"), (options.KeepGoing, "--keep-going")])
        {
            arguments.AddRange(isSet ? [flag] : []);
        }
        if (options.Timeout is { } timeout)
        {
            arguments.AddRange("--timeout", timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
        arguments.AddRange(options.Parameters.SelectMany(static pair => (string[])["--param", $"{pair.Key}={pair.Value}"]));
        arguments.AddRange(options.With.SelectMany(static tag => (string[])["--with", tag]));
        return arguments;
    }
}
