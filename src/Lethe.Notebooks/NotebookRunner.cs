using System.Diagnostics;
using Lethe.Kernel.Execution;

namespace Lethe.Notebooks;

/// <summary>Runs a notebook without Jupyter, through the same execution core as the kernel.</summary>
/// <param name="progress">Told of each code cell when it begins (state <see cref="CellState.NotRun"/>) and when it is over.</param>
public sealed class NotebookRunner(RunOptions options, Action<CellReport, int>? progress = null)
{
    private static readonly TimeSpan NativePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    /// <summary>Runs <paramref name="input"/> and writes the executed copy, whatever happens on the way.</summary>
    /// <exception cref="NotebookException">It cannot be read or written, or the parameters do not fit: nothing has run.</exception>
    public RunReport Run(string input, string output, CancellationToken cancellation)
    {
        using var executor = new CellExecutor(Path.GetDirectoryName(Path.GetFullPath(input))!);
        var warming = Task.Run(executor.WarmUp, CancellationToken.None); // while the notebook is read, and not on the first cell's time
        var notebook = NotebookFile.Read(input);
        var injected = ParameterCell.Insert(notebook, options.Parameters, Path.GetFileName(input));
        notebook.Write(output); // better known now than after an hour
        warming.GetAwaiter().GetResult();
        var (status, reports) = Run(executor, notebook, injected, output, cancellation);
        return new(input, output, status, reports);
    }

    private (NotebookStatus Status, List<CellReport> Reports) Run(
        CellExecutor executor,
        NotebookFile notebook,
        NotebookCell? injected,
        string output,
        CancellationToken cancellation
    )
    {
        var displays = new Dictionary<string, List<JsonObject>>();
        var reports = new List<CellReport>();
        var ran = new List<(NotebookCell Cell, NotebookSink Sink, int Count)>();
        var code = notebook.Cells.Where(static cell => cell.IsCode).ToList();
        var (status, saved) = (NotebookStatus.Ok, Stopwatch.StartNew());
        foreach (var (i, cell) in code.Index())
        {
            cell.SetOutputs([], null);
            var begun = new CellReport(i + 1, cell.Id ?? "", FirstLine(cell.Source), CellState.NotRun, 0, null);
            if (IsOver(status) || IsLeftOut(cell))
            {
                Tell(IsLeftOut(cell) ? begun with { State = CellState.Skipped } : begun);
                continue;
            }
            progress?.Invoke(begun, code.Count);
            var sink = new NotebookSink(displays, executor.Count + 1);
            ran.Add((cell, sink, executor.Count + 1));
            var clock = Stopwatch.StartNew();
            var (state, error) = Execute(executor, cell, sink, Save, cancellation);
            Tell(begun with { State = state, Seconds = clock.Elapsed.TotalSeconds, Error = error });
            status = After(state, status, cell == injected);
            if (saved.Elapsed > SaveInterval)
            {
                Save();
                saved.Restart();
            }
        }
        Save();
        return (status, reports);

        void Tell(CellReport report)
        {
            reports.Add(report);
            progress?.Invoke(report, code.Count);
        }

        // All cells anew: a later cell may have updated the display of an earlier one.
        void Save()
        {
            lock (ran) // the end of the run and a run that must end may come together
            {
                foreach (var (cell, sink, count) in ran)
                {
                    cell.SetOutputs(sink.Outputs, count);
                }
                notebook.Write(output);
            }
        }
    }

    private static NotebookStatus After(CellState state, NotebookStatus before, bool isInjected) =>
        state switch
        {
            CellState.Failed when isInjected || before == NotebookStatus.BadParameter => NotebookStatus.BadParameter,
            CellState.Failed => NotebookStatus.Failed,
            CellState.TimedOut => NotebookStatus.TimedOut,
            CellState.Interrupted => NotebookStatus.Interrupted,
            _ => before,
        };

    private (CellState State, string? Error) Execute(
        CellExecutor executor,
        NotebookCell cell,
        NotebookSink sink,
        Action save,
        CancellationToken cancellation
    )
    {
        var timedOut = false;
        using var over = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(options.Timeout ?? Timeout.InfiniteTimeSpan);
        using var onTimeout = limit.Token.Register(() =>
        {
            timedOut = true;
            _ = StopAsync(executor, NotebookStatus.TimedOut, save, over.Token);
        });
        using var onCancel = cancellation.Register(() => _ = StopAsync(executor, NotebookStatus.Interrupted, save, over.Token));
        if (cancellation.IsCancellationRequested)
        {
            return (CellState.Interrupted, null);
        }
        var outcome = executor.Execute(CellLanguage.ToCode(cell), sink);
        over.Cancel();
        var error = outcome.Error is { } shown ? $"{shown.Name}: {shown.Value}" : null;
        return outcome switch
        {
            { Interrupted: true } when timedOut => (
                CellState.TimedOut,
                FormattableString.Invariant($"took longer than {options.Timeout!.Value.TotalSeconds:0.###} s")
            ),
            { Interrupted: true } => (CellState.Interrupted, error),
            { Error: not null } when !cell.Tags.Contains("raises-exception") => (CellState.Failed, error),
            { Error: null } when cell.Tags.Contains("raises-exception") => (
                CellState.Failed,
                "is tagged raises-exception, but raised none"
            ),
            _ => (CellState.Ok, error),
        };
    }

    // Again and again until the cell is over: it may still be compiling, and run after the first time. A native call cannot be cut; a run
    // that must end then ends with its process.
    private static async Task StopAsync(CellExecutor executor, NotebookStatus status, Action save, CancellationToken over)
    {
        for (
            var clock = Stopwatch.StartNew();
            !over.IsCancellationRequested;
            await Task.Delay(50, CancellationToken.None).ConfigureAwait(false)
        )
        {
            if (!await executor.InterruptAsync(NativePatience).ConfigureAwait(false) || clock.Elapsed > NativePatience)
            {
                try
                {
                    save();
                }
                finally
                {
                    Environment.Exit((int)status);
                }
            }
        }
    }

    private bool IsOver(NotebookStatus status) =>
        status is NotebookStatus.TimedOut or NotebookStatus.Interrupted || (status == NotebookStatus.Failed && !options.KeepGoing);

    private bool IsLeftOut(NotebookCell cell) => cell.Tags.Any(tag => RunOptions.LeftOut.Contains(tag) && !options.With.Contains(tag));

    private static string FirstLine(string source) =>
        source.Split('\n').Select(static line => line.Trim()).FirstOrDefault(static line => line.Length > 0) ?? "";
}
