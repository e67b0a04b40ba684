using Lethe.Kernel.Debugging;
using Lethe.Kernel.Execution;

namespace Lethe.Kernel.Dap;

/// <summary>
/// Answers the requests of the Debug Adapter Protocol, and those that Jupyter adds to it ("Messaging": additions to the DAP). There is one
/// thread to be seen, number 1: of those that a cell starts, one at a time stands still.
/// </summary>
internal sealed partial class DebugAdapter : IDisposable
{
    private const int Thread = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // for one expression; then stop can be pressed

    private readonly CellExecutor cells;
    private readonly CellDebugger debugger;
    private readonly Action<JsonObject> publish;
    private readonly Dictionary<string, Func<JsonObject, JsonObject?>> commands;
    private readonly Dictionary<string, string> dumped = []; // by path
    private readonly VariableStore variables = new();
    private readonly Timer deserted;
    private int sent;

    /// <param name="publish">Sends an event to all clients.</param>
    public DebugAdapter(CellExecutor cells, Action<JsonObject> publish)
    {
        (this.cells, debugger, this.publish) = (cells, cells.Debugger, publish);
        deserted = new(_ => Desert($"{Desertion.TotalMinutes:0} minutes"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        debugger.Stopped += Stopped;
        debugger.Resumed += Resumed;
        debugger.Compiled += Compiled;
        commands = new()
        {
            ["initialize"] = Initialize,
            ["attach"] = _ => Attach(),
            ["launch"] = _ => Attach(),
            ["configurationDone"] = static _ => null,
            ["disconnect"] = _ => Disconnect(),
            ["terminate"] = _ => Disconnect(),
            ["debugInfo"] = _ => Info(),
            ["dumpCell"] = Dump,
            ["source"] = Source,
            ["setBreakpoints"] = SetBreakpoints,
            ["setExceptionBreakpoints"] = SetExceptionBreakpoints,
            ["exceptionInfo"] = _ => ExceptionInfo(),
            ["threads"] = static _ => Threads(),
            ["stackTrace"] = StackTrace,
            ["scopes"] = Scopes,
            ["variables"] = Variables,
            ["setVariable"] = SetVariable,
            ["evaluate"] = Evaluate,
            ["continue"] = _ => Go(null),
            ["next"] = _ => Go(StepKind.Over),
            ["stepIn"] = _ => Go(StepKind.In),
            ["stepOut"] = _ => Go(StepKind.Out),
            ["pause"] = _ => Pause(),
            ["inspectVariables"] = _ => InspectVariables(),
            ["richInspectVariables"] = RichInspectVariables,
            ["modules"] = static _ => new() { ["modules"] = new JsonArray(), ["totalModules"] = 0 },
        };
    }

    /// <summary>The reply to a request; a failure is said in it.</summary>
    public JsonObject Answer(JsonObject request)
    {
        Extend();
        var command = Text(request, "command");
        var reply = new JsonObject
        {
            ["type"] = "response",
            ["seq"] = Interlocked.Increment(ref sent),
            ["request_seq"] = Number(request, "seq"),
            ["command"] = command,
        };
        try
        {
            var handle =
                commands.GetValueOrDefault(command) ?? throw new InvalidOperationException($"This kernel does not know '{command}'.");
            reply["body"] = handle(request["arguments"] as JsonObject ?? []) ?? [];
            reply["success"] = true;
        }
        catch (Exception error)
        {
            var inner = error is AggregateException { InnerException: { } only } ? only : error;
            (reply["success"], reply["message"], reply["body"]) = (false, inner.Message, new JsonObject());
        }
        return reply;
    }

    public void Dispose()
    {
        deserted.Dispose();
        debugger.TurnOff();
        if (Directory.Exists(CellPath.Prefix))
        {
            Directory.Delete(CellPath.Prefix, recursive: true);
        }
    }

    private void Event(string name, JsonObject? body = null) =>
        publish(
            new()
            {
                ["type"] = "event",
                ["seq"] = Interlocked.Increment(ref sent),
                ["event"] = name,
                ["body"] = body ?? [],
            }
        );

    private void Stopped(Stop stop)
    {
        variables.Clear();
        Extend();
        var body = new JsonObject
        {
            ["reason"] = stop.Reason,
            ["threadId"] = Thread,
            ["allThreadsStopped"] = true,
            ["preserveFocusHint"] = false,
        };
        if (stop.Error is { } error)
        {
            (body["description"], body["text"]) = ("Paused on an exception", $"{error.GetType().Name}: {error.Message}");
        }
        Event("stopped", body);
    }

    private void Resumed()
    {
        deserted.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        variables.Clear();
        Event("continued", new() { ["threadId"] = Thread, ["allThreadsContinued"] = true });
    }

    private static string Text(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static int Number(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
}
