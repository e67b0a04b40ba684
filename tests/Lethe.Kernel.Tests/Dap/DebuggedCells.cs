using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Lethe.Kernel.Dap;
using Lethe.Kernel.Execution;
using Lethe.Kernel.Tests.Execution;

namespace Lethe.Kernel.Tests.Dap;

/// <summary>A notebook, and a front end that debugs it with the requests that JupyterLab sends.</summary>
internal sealed class DebuggedCells : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DebugAdapter adapter;
    private int sent;

    public DebuggedCells(bool attach = true)
    {
        adapter = new(Cells, told => Events.Add((JsonObject)told.DeepClone()));
        if (attach)
        {
            Ask("initialize");
            Ask("attach");
            Assert.Equal("initialized", Events.Take()["event"]!.GetValue<string>());
        }
    }

    public CellExecutor Cells { get; } = new(Path.GetTempPath());

    public BlockingCollection<JsonObject> Events { get; } = [];

    public RecordingSink Sink { get; } = new();

    public void Dispose()
    {
        adapter.Dispose();
        Cells.Dispose();
    }

    public JsonObject Answer(string command, JsonObject? arguments = null) =>
        adapter.Answer(
            new()
            {
                ["type"] = "request",
                ["seq"] = ++sent,
                ["command"] = command,
                ["arguments"] = arguments ?? [],
            }
        );

    /// <returns>The body of a reply that says yes.</returns>
    public JsonObject Ask(string command, JsonObject? arguments = null)
    {
        var reply = Answer(command, arguments);
        Assert.True(reply["success"]!.GetValue<bool>(), reply.ToJsonString());
        Assert.Equal(sent, reply["request_seq"]!.GetValue<int>());
        return (JsonObject)reply["body"]!;
    }

    /// <returns>The breakpoints as they were set.</returns>
    public JsonArray Break(string code, params int[] lines)
    {
        var path = Ask("dumpCell", new() { ["code"] = code })["sourcePath"]!.GetValue<string>();
        var wanted = new JsonArray([.. lines.Select(static line => new JsonObject { ["line"] = line })]);
        return (JsonArray)
            Ask(
                "setBreakpoints",
                new()
                {
                    ["source"] = new JsonObject { ["path"] = path },
                    ["breakpoints"] = wanted,
                }
            )["breakpoints"]!;
    }

    public Task<CellOutcome> Start(string code) => Task.Run(() => Cells.Execute(code, Sink));

    public CellOutcome Run(string code) => Cells.Execute(code, Sink);

    /// <summary>Waits for an event.</summary>
    public JsonObject Next(string name)
    {
        while (Events.TryTake(out var told, Patience))
        {
            if (told["event"]!.GetValue<string>() == name)
            {
                return (JsonObject)told["body"]!;
            }
        }
        throw new TimeoutException($"no {name}");
    }

    /// <summary>Waits for a stop.</summary>
    /// <returns>Its reason and the call stack, innermost first: <c>step F:3 Cell [1]:5</c>.</returns>
    public string Stopped()
    {
        var reason = Next("stopped")["reason"]!.GetValue<string>();
        var frames = (JsonArray)Ask("stackTrace", new() { ["threadId"] = 1 })["stackFrames"]!;
        return $"{reason} {string.Join(' ', frames.Select(static frame => $"{frame!["name"]}:{frame["line"]}"))}";
    }

    /// <summary>Goes on, and waits for the next stop.</summary>
    public string After(string command)
    {
        Ask(command, new() { ["threadId"] = 1 });
        return Stopped();
    }

    public void Continue() => Ask("continue", new() { ["threadId"] = 1 });

    /// <returns><c>a = 1, b = "x"</c></returns>
    public string Locals(int frame = 1) =>
        Inside(((JsonArray)Ask("scopes", new() { ["frameId"] = frame })["scopes"]!)[0]!["variablesReference"]!.GetValue<int>());

    public string Inside(int reference) =>
        string.Join(
            ", ",
            ((JsonArray)Ask("variables", new() { ["variablesReference"] = reference })["variables"]!).Select(static one =>
                $"{one!["name"]} = {one["value"]}"
            )
        );

    /// <returns>The value; or the message, if it cannot be evaluated.</returns>
    public string Evaluate(string expression, int frame = 1)
    {
        var reply = Answer(
            "evaluate",
            new()
            {
                ["expression"] = expression,
                ["frameId"] = frame,
                ["context"] = "repl",
            }
        );
        return (reply["success"]!.GetValue<bool>() ? reply["body"]!["result"] : reply["message"])!.GetValue<string>();
    }
}
