using System.Diagnostics;
using System.Globalization;
using Lethe.Interactive.Runs;
using Lethe.Kernel;
using Lethe.Notebooks;
using Lethe.Notebooks.Grading;

namespace Lethe.Cli.Notebooks;

/// <summary>What <c>lethe notebook grade</c> does: each hand-in gets the teacher's checks, runs in a process of its own within its limits,
/// and is read.</summary>
internal sealed class GradeJob(IReadOnlyList<HandIn> handIns)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public IReadOnlyList<HandIn> HandIns { get; } = handIns;

    public required TimeSpan Time { get; init; }

    /// <summary>Bytes.</summary>
    public required long Memory { get; init; }

    public required bool IsSandboxed { get; init; }

    /// <summary>The kit's records, which some notebooks show; null for none.</summary>
    public required string? Records { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>One after the other.</summary>
    public IEnumerable<Grade> Run(CancellationToken cancellation) => HandIns.Select(handIn => Of(handIn, cancellation));

    private Grade Of(HandIn handIn, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (handIn.Original is null)
        {
            return new(handIn, [], "No notebook of the course has this name; keep the name that the notebook was handed out with.");
        }
        var original = NotebookFile.Read(handIn.Original);
        var folder = Directory.CreateTempSubdirectory("lethe-grade-").FullName;
        try
        {
            var notebook = NotebookFile.Read(handIn.File);
            CheckCells.Put(original, notebook);
            notebook.Write(Path.Combine(folder, "notebook.ipynb"));
            var trouble = Execute(folder, cancellation);
            var executed = Path.Combine(folder, "out", "notebook.ipynb");
            return new(handIn, CheckCells.Read(original, File.Exists(executed) ? NotebookFile.Read(executed) : notebook), trouble);
        }
        catch (NotebookException error)
        {
            return new(handIn, CheckCells.NotRun(original), error.Message.Replace(folder, "", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // In words for the student; null if it ran to its end.
    private string? Execute(string folder, CancellationToken cancellation)
    {
        var start = Begin(folder);
        (start.RedirectStandardError, start.RedirectStandardOutput, start.RedirectStandardInput) = (true, true, true);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        // Read, or a cell that prints much would wait for ever; what it says is in the executed notebook.
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        string? trouble = null;
        while (trouble is null && !process.WaitForExit(Pause))
        {
            trouble =
                cancellation.IsCancellationRequested ? "Grading was stopped."
                : clock.Elapsed > Time
                    ? Numbers.Invariant(
                        $"The notebook ran for more than {Time.TotalSeconds:0} seconds and was stopped. Is there a loop that does not end?"
                    )
                : ProcessMemory.OfTree(process.Id) > Memory
                    ? Numbers.Invariant($"The notebook took more than {Memory / 1e9:0.#} GB of memory and was stopped.")
                : null;
        }
        if (trouble is not null)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            return trouble;
        }
        return (NotebookStatus)process.ExitCode is NotebookStatus.Ok or NotebookStatus.Failed
            ? null
            : Numbers.Invariant($"The notebook's process ended by itself (exit code {process.ExitCode}) before the notebook did.");
    }

    private ProcessStartInfo Begin(string folder)
    {
        string[] command =
        [
            "notebook",
            "run",
            "notebook.ipynb",
            "--out",
            "out",
            "--keep-going",
            "--timeout",
            Time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
            .. Parameters.SelectMany(static pair => (string[])["--param", $"{pair.Key}={pair.Value}"]),
        ];
        return IsSandboxed
            ? Sandbox.Start(folder, Records, command)
            : new ProcessStartInfo(DotNetHost.Path, [Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"), .. command])
            {
                WorkingDirectory = folder,
            };
    }
}
