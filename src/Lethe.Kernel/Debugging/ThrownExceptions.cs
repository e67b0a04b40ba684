using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Debugging;

/// <summary>Stops a cell where an exception is thrown, in it or in what it calls, before anything has been left.</summary>
internal sealed class ThrownExceptions(CellDebugger debugger)
{
    /// <summary>All of them.</summary>
    public const string Raised = "raised";

    /// <summary>Those that no <c>catch</c> is seen for: neither in the functions of cells that would be left, nor in the library
    /// between.</summary>
    public const string Uncaught = "uncaught";

    [ThreadStatic]
    private static Exception? last; // thrown again, it is the same

    private IReadOnlyCollection<string> filters = [];

    public IReadOnlyCollection<string> Filters
    {
        get => filters;
        set
        {
            var wasOn = filters.Count > 0;
            filters = value;
            if (wasOn != value.Count > 0)
            {
                AppDomain.CurrentDomain.FirstChanceException -= Look;
                if (!wasOn)
                {
                    AppDomain.CurrentDomain.FirstChanceException += Look;
                }
            }
        }
    }

    private void Look(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        var error = thrown.Exception;
        if (
            Stop.IsEvaluating
            || error is CellInterruptedException or ThreadInterruptedException
            || error == last
            || DebugFrame.Current is not { } frame
            || PointTable.Points[frame.Point].Source.Debugger != debugger
            || !(filters.Contains(Raised) || !(IsCaughtByCells(frame, error) || IsCaughtByLibrary()))
        )
        {
            return;
        }
        last = error;
        debugger.StandStill(frame, error);
    }

    private static bool IsCaughtByCells(DebugFrame? frame, Exception error)
    {
        for (; frame is not null; frame = frame.Caller)
        {
            foreach (var caught in PointTable.Points[frame.Point].Catches)
            {
                for (var type = error.GetType(); type is not null; type = type.BaseType)
                {
                    if (caught is null || type.FullName == caught)
                    {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // What lies between the throw and the cell, and says that it catches something.
    private static bool IsCaughtByLibrary() =>
        new StackTrace(1)
            .GetFrames()
            .Select(static frame => frame.GetMethod())
            .OfType<MethodBase>()
            .SkipWhile(static method => method.DeclaringType?.Assembly == typeof(ThrownExceptions).Assembly)
            .TakeWhile(static method =>
                method.DeclaringType?.Assembly.GetName().Name?.StartsWith("cell-", StringComparison.Ordinal) != true
            )
            .Any(static method =>
                method
                    .GetMethodBody()
                    ?.ExceptionHandlingClauses.Any(static clause =>
                        clause.Flags is ExceptionHandlingClauseOptions.Clause or ExceptionHandlingClauseOptions.Filter
                    ) == true
            );
}
