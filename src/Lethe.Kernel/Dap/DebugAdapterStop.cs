using Lethe.Kernel.Compiling;
using Lethe.Kernel.Debugging;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Dap;

/// <summary>While a cell stands still: where, with which values, and how it goes on.</summary>
internal sealed partial class DebugAdapter
{
    private Stop Here => debugger.Current ?? throw new InvalidOperationException("No cell stands still.");

    private JsonObject Go(StepKind? kind)
    {
        debugger.Go(kind);
        return new() { ["allThreadsContinued"] = true };
    }

    private JsonObject? Pause()
    {
        debugger.Pause();
        return null;
    }

    private static JsonObject Threads() => new() { ["threads"] = new JsonArray(new JsonObject { ["id"] = Thread, ["name"] = "Cells" }) };

    private JsonObject StackTrace(JsonObject arguments)
    {
        var all = Here.Frames;
        var start = Number(arguments, "startFrame");
        var count = Number(arguments, "levels") is > 0 and var levels ? levels : all.Count;
        return new() { ["stackFrames"] = new JsonArray([.. all.Select(Frame).Skip(start).Take(count)]), ["totalFrames"] = all.Count };
    }

    private static JsonObject Frame(DebugFrame frame, int index)
    {
        var point = PointTable.Points[frame.Point];
        return new()
        {
            ["id"] = index + 1,
            ["name"] = point.Function,
            ["source"] = new JsonObject { ["name"] = point.Source.Place, ["path"] = point.Source.Path },
            ["line"] = point.Start.Line,
            ["column"] = point.Start.Column,
            ["endLine"] = point.End.Line,
            ["endColumn"] = point.End.Column,
        };
    }

    // Numbered from 1; if none is named, the innermost.
    private DebugFrame FrameIn(JsonObject arguments) =>
        Here.Frames.ElementAtOrDefault(Math.Max(1, Number(arguments, "frameId")) - 1)
        ?? throw new InvalidOperationException("There is no such frame, or not any more.");

    private JsonObject Scopes(JsonObject arguments)
    {
        var frame = FrameIn(arguments);
        return new()
        {
            ["scopes"] = new JsonArray(
                Scope("Locals", "locals", variables.Add(() => Locals(frame))),
                Scope("Globals", "", variables.Add(Globals))
            ),
        };

        static JsonObject Scope(string name, string hint, int number) =>
            new()
            {
                ["name"] = name,
                ["presentationHint"] = hint,
                ["variablesReference"] = number,
                ["expensive"] = false,
            };
    }

    private static IEnumerable<(string Name, object? Value)> Locals(DebugFrame frame) =>
        PointTable.Points[frame.Point].Variables.Zip(frame.Values, static (variable, value) => (variable.Name, value));

    private IEnumerable<(string Name, object? Value)> Globals() =>
        cells
            .Session.Variables()
            .Select(static variable => (variable.Name, variable.Value))
            .OrderBy(static variable => variable.Name, StringComparer.Ordinal);

    private JsonObject Variables(JsonObject arguments) =>
        new()
        {
            ["variables"] = OnTime(() =>
                variables.Read(Number(arguments, "variablesReference"), Number(arguments, "start"), Number(arguments, "count"))
            ),
        };

    private JsonObject Evaluate(JsonObject arguments)
    {
        var shown = At(FrameIn(arguments), Text(arguments, "expression"), value => variables.Show("", value));
        shown["result"] = shown["value"]!.DeepClone();
        return shown;
    }

    private JsonObject SetVariable(JsonObject arguments)
    {
        var name = Text(arguments, "name");
        return At(Here.Frames[0], $"{name} = {Text(arguments, "value")}", value => variables.Show(name, value));
    }

    private T At<T>(DebugFrame frame, string expression, Func<object?, T> show)
    {
        var stop = Here;
        try
        {
            var evaluate = FrameExpression.Compile(cells.Session, frame, frame == stop.Frames[0], expression);
            return stop.Run(frame, () => show(evaluate()), Patience);
        }
        catch (AggregateException error)
        {
            throw new InvalidOperationException($"{error.InnerException!.GetType().Name}: {error.InnerException.Message}", error);
        }
    }

    private JsonObject ExceptionInfo()
    {
        var error = Here.Error ?? throw new InvalidOperationException("It does not stand still for an exception.");
        return new()
        {
            ["exceptionId"] = error.GetType().FullName,
            ["description"] = error.Message,
            ["breakMode"] = "always",
        };
    }

    private JsonObject InspectVariables()
    {
        if (debugger.Current is null)
        {
            variables.Clear();
        }
        return new() { ["variables"] = OnTime(() => variables.Read(variables.Add(Globals), 0, 0)) };
    }

    private JsonObject RichInspectVariables(JsonObject arguments)
    {
        var name = Text(arguments, "variableName");
        var bundle = debugger.Current is null
            ? OnTime(() => Format(Globals().First(variable => variable.Name == name).Value))
            : At(FrameIn(arguments), name, Format);
        return new() { ["data"] = bundle.ToJson(), ["metadata"] = new JsonObject() };

        static MimeBundle Format(object? value) => ValueFormatter.Format(value, CancellationToken.None);
    }

    // Properties are code, and may never come back.
    private static T OnTime<T>(Func<T> read)
    {
        var reading = Task.Run(read);
        return reading.Wait(Patience) ? reading.Result : throw new TimeoutException($"It takes longer than {Patience.TotalSeconds:0} s.");
    }
}
