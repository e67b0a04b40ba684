using Lethe.Kernel.Debugging;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Dap;

/// <summary>From its start to its end: what there is, and where to stop.</summary>
internal sealed partial class DebugAdapter
{
    // A client that vanishes at a breakpoint says nothing; a person may be at lunch.
    private static readonly TimeSpan Desertion = TimeSpan.FromMinutes(Math.Max(1, EnvironmentNumber.Of("LETHE_DEBUG_MINUTES", 60)));

    /// <summary>Nobody is there any more: the debugger is switched off, and a cell that stands still goes on.</summary>
    /// <param name="since">For how long, in words.</param>
    public void Desert(string since)
    {
        if (debugger.Current is null)
        {
            return;
        }
        debugger.TurnOff();
        Console.Error.WriteLine(
            $"lethe: a cell stood still at a breakpoint, and nobody asked about it for {since}: the debugger is off, and the cell goes on."
        );
        Event("terminated");
    }

    private void Extend()
    {
        if (debugger.Current is not null)
        {
            deserted.Change(Desertion, Timeout.InfiniteTimeSpan);
        }
    }

    private JsonObject Initialize(JsonObject arguments)
    {
        variables.HasTypesOfScalars = Text(arguments, "clientID") != "jupyterlab";
        debugger.TurnOn();
        return new()
        {
            ["supportsConfigurationDoneRequest"] = true,
            ["supportsEvaluateForHovers"] = true,
            ["supportsSetVariable"] = true,
            ["supportsExceptionInfoRequest"] = true,
            ["supportsTerminateRequest"] = true,
            ["exceptionBreakpointFilters"] = new JsonArray(
                Filter(ThrownExceptions.Raised, "All exceptions"),
                Filter(ThrownExceptions.Uncaught, "Uncaught exceptions")
            ),
        };

        static JsonObject Filter(string filter, string label) =>
            new()
            {
                ["filter"] = filter,
                ["label"] = label,
                ["default"] = false,
            };
    }

    private JsonObject? Attach()
    {
        debugger.TurnOn();
        Event("initialized");
        return null;
    }

    private JsonObject? Disconnect()
    {
        debugger.TurnOff();
        return null;
    }

    private JsonObject Info() =>
        new()
        {
            ["isStarted"] = debugger.IsOn,
            ["hashMethod"] = "Murmur2",
            ["hashSeed"] = CellPath.Seed,
            ["tmpFilePrefix"] = CellPath.Prefix,
            ["tmpFileSuffix"] = CellPath.Suffix,
            ["breakpoints"] = new JsonArray([
                .. debugger.Breakpoints.All.Select(static one => new JsonObject
                {
                    ["source"] = one.Key,
                    ["breakpoints"] = new JsonArray([.. one.Value.Select(static line => new JsonObject { ["line"] = line })]),
                }),
            ]),
            ["stoppedThreads"] = debugger.Current is null ? [] : new JsonArray(Thread),
            ["richRendering"] = true,
            ["exceptionPaths"] = new JsonArray(),
            ["copyToGlobals"] = false,
        };

    private JsonObject Dump(JsonObject arguments)
    {
        var code = Text(arguments, "code");
        var path = CellPath.Of(code);
        dumped[path] = code;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(CellPath.Prefix);
        }
        else
        {
            Directory.CreateDirectory(CellPath.Prefix, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        File.WriteAllText(path, code);
        return new() { ["sourcePath"] = path };
    }

    private JsonObject Source(JsonObject arguments) =>
        new()
        {
            ["content"] =
                dumped.GetValueOrDefault(PathIn(arguments)) ?? throw new InvalidOperationException("This kernel has no such source."),
            ["mimeType"] = "text/x-csharp",
        };

    private JsonObject SetBreakpoints(JsonObject arguments)
    {
        var path = PathIn(arguments);
        var wanted = (arguments["breakpoints"] as JsonArray ?? []).OfType<JsonObject>().Select(static one => Number(one, "line")).ToList();
        var lines = debugger.Breakpoints.LinesOf(path) ?? (dumped.TryGetValue(path, out var code) ? CellLines.Of(code) : null);
        // The next line that has code: a blank one or a brace has none. Of a cell that is not known yet, the line is believed.
        var found = wanted.Select(line => lines is null ? line : lines.FirstOrDefault(one => one >= line)).ToList();
        debugger.Breakpoints.Set(path, [.. found.Where(static line => line > 0).Distinct()]);
        debugger.Watch();
        return new() { ["breakpoints"] = new JsonArray([.. wanted.Zip(found, (line, at) => Breakpoint(path, line, at))]) };
    }

    private static JsonObject Breakpoint(string path, int line, int found)
    {
        var shown = new JsonObject
        {
            ["verified"] = found > 0,
            ["line"] = found > 0 ? found : line,
            ["source"] = new JsonObject { ["path"] = path },
        };
        if (found == 0)
        {
            shown["message"] = "No code follows here.";
        }
        return shown;
    }

    private JsonObject SetExceptionBreakpoints(JsonObject arguments)
    {
        debugger.ExceptionFilters =
        [
            .. (arguments["filters"] as JsonArray ?? [])
                .OfType<JsonValue>()
                .Select(static name => name.TryGetValue<string>(out var text) ? text : "")
                .Where(static name => name is ThrownExceptions.Raised or ThrownExceptions.Uncaught),
        ];
        return [];
    }

    // A breakpoint may have been set on a line of a text that was compiled otherwise: what is hidden in a string, say.
    private void Compiled(DebugSource source)
    {
        var lines = debugger.Breakpoints.LinesOf(source.Path)!;
        foreach (var line in debugger.Breakpoints.All.GetValueOrDefault(source.Path) ?? [])
        {
            var isThere = lines.Contains(line);
            Event("breakpoint", new() { ["reason"] = "changed", ["breakpoint"] = Breakpoint(source.Path, line, isThere ? line : 0) });
        }
    }

    private static string PathIn(JsonObject arguments) => arguments["source"] is JsonObject source ? Text(source, "path") : "";
}
