using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text.Json;
using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Cli.Plans;

/// <summary>A share of a plan that is done by a process of its own. It says what happens in lines of JSON; it stops when this process does,
/// or
/// is stopped.</summary>
internal sealed class ChildShare : IDisposable
{
    /// <summary>The option that makes it say so.</summary>
    public const string EventsOption = "--events";

    // Ends of pipes are inherited by every process that is started while they are open: one start at a time.
    private static readonly Lock Starting = new();

    private readonly AnonymousPipeServerStream lifeline;
    private readonly Process process;
    private string complaint = "";

    private ChildShare(AnonymousPipeServerStream lifeline, Process process) => (this.lifeline, this.process) = (lifeline, process);

    /// <summary>Why it failed, in its words.</summary>
    public string Complaint => complaint;

    /// <summary>Whether it told of a cell that failed; it goes on then.</summary>
    public bool ToldOfFailure { get; private set; }

    /// <param name="threads">For its arithmetic.</param>
    /// <param name="progress">Is told on another thread.</param>
    public static ChildShare Start(PlanFile plan, Shard shard, int threads, IProgress<ExperimentEvent> progress)
    {
        var start = LetheProcess.Start("run", "-", "--shard", shard.ToString(), "--help-others", EventsOption);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        ChildShare child;
        lock (Starting)
        {
            var lifeline = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
            start.Environment[StopSignals.LifelineVariable] = lifeline.GetClientHandleAsString();
            child = new(lifeline, Process.Start(start)!);
            lifeline.DisposeLocalCopyOfClientHandle();
        }
        child.process.OutputDataReceived += (_, line) => Tell(line.Data);
        child.process.ErrorDataReceived += (_, line) => child.complaint = line.Data is { Length: > 0 } said ? said : child.complaint;
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        try
        {
            using var input = child.process.StandardInput.BaseStream;
            plan.Write(input);
        }
        catch (IOException)
        {
            // It has ended before it read the plan: its exit code says why.
        }
        return child;

        void Tell(string? line)
        {
            if (line is { Length: > 0 })
            {
                var happened = JsonSerializer.Deserialize<ExperimentEvent>(line, RecordJson.Line)!;
                child.ToldOfFailure |= happened is CellFinished { Record.Status: RunStatus.Failed };
                progress.Report(happened);
            }
        }
    }

    /// <summary>Asks it to stop.</summary>
    public void Stop() => lifeline.Dispose();

    /// <returns>Its exit code.</returns>
    public int Wait()
    {
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        lifeline.Dispose();
        process.Dispose();
    }
}
