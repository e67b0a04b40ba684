using System.Globalization;
using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Cli.Plans;

/// <summary>Several processes that share a plan, and the cores of this machine: whoever has nothing left helps the others.</summary>
internal static class ParallelRun
{
    /// <summary>Computes what a request asks for and has no record yet.</summary>
    /// <param name="runner">Knows what there is to do; it does nothing itself.</param>
    /// <exception cref="LetheException">What a process failed with; the others are stopped then.</exception>
    public static void Run(
        ExperimentRunner runner,
        ExperimentRequest request,
        int processes,
        IProgress<ExperimentEvent> progress,
        CancellationToken cancellation
    )
    {
        LetheHome.Ensure(runner.Records.Folder);
        runner.Records.Fold();
        var plan = PlanFile.Of(runner, request);
        var pending = plan.Tasks.Select(static task => task.Id).ToHashSet();
        foreach (var cell in runner.Plan().Where(cell => !pending.Contains(cell.Id)))
        {
            progress.Report(new CellSkipped(cell, "has a record"));
        }
        try
        {
            Run(plan, Math.Min(processes, plan.Tasks.Count), Numbered(runner.Plan().Count, progress), cancellation);
        }
        finally
        {
            runner.Records.Fold();
        }
    }

    private static void Run(PlanFile plan, int processes, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var threads = Math.Max(1, Processor.PhysicalCores / Math.Max(1, processes));
        var children = Enumerable
            .Range(0, processes)
            .Select(share => ChildShare.Start(plan, new(share, processes), threads, progress))
            .ToList();
        using var stopping = cancellation.Register(() => children.ForEach(static child => child.Stop()));
        try
        {
            Task<(ChildShare Child, int Code)>[] ends = [.. children.Select(static child => Task.Run(() => (child, child.Wait())))];
            foreach (var end in Task.WhenEach(ends).ToBlockingEnumerable(CancellationToken.None))
            {
                var (child, code) = end.Result;
                var isDone = code == (int)ExitCode.Ok || (code == (int)ExitCode.Failed && child.ToldOfFailure);
                if (!isDone && !cancellation.IsCancellationRequested)
                {
                    children.ForEach(static other => other.Stop());
                    Task.WaitAll(ends, CancellationToken.None);
                    throw new LetheException(
                        Enum.IsDefined((ExitCode)code) ? (ExitCode)code : ExitCode.Failed,
                        child.Complaint.Length > 0
                            ? child.Complaint
                            : string.Create(
                                CultureInfo.InvariantCulture,
                                $"One of the {processes} processes ended with exit code {code}. What was finished is kept; run it again."
                            )
                    );
                }
            }
        }
        finally
        {
            children.ForEach(static child => child.Dispose());
        }
        cancellation.ThrowIfCancellationRequested();
    }

    // Each process counts its own cells, and knows of cells that others have done: neither is news here.
    private static Relay<ExperimentEvent> Numbered(int total, IProgress<ExperimentEvent> progress)
    {
        var (gate, begun) = (new Lock(), new HashSet<string>());
        return new(happened =>
        {
            lock (gate)
            {
                if (happened is CellStarted started)
                {
                    begun.Add(started.Cell.Id);
                    happened = started with { Index = begun.Count, Total = total };
                }
                if (happened is not CellSkipped)
                {
                    progress.Report(happened);
                }
            }
        });
    }
}
