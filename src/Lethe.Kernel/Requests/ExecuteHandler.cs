namespace Lethe.Kernel.Requests;

/// <summary>Runs a cell.</summary>
internal static class ExecuteHandler
{
    public static void Handle(Request request)
    {
        var kernel = request.Kernel;
        var (code, silent) = (request.Text("code"), request.Flag("silent", false));
        var isCounted = !silent && request.Flag("store_history", true);
        var count = kernel.Cells.Count + (isCounted ? 1 : 0);
        if (!silent)
        {
            request.Publish("execute_input", new() { ["code"] = code, ["execution_count"] = count });
        }
        var sink = new JupyterSink(request, count, request.Flag("allow_stdin", true));
        var outcome = kernel.Cells.Execute(code, sink, silent, isCounted);
        if (isCounted)
        {
            kernel.History.Add(count, code, sink.ResultText);
        }
        if (outcome.Error is { } error)
        {
            var content = Request.Content(error);
            content["execution_count"] = count;
            request.Reply("error", content);
            if (request.Flag("stop_on_error", true) && !silent)
            {
                kernel.AbortQueued();
            }
            return;
        }
        request.Reply(
            "ok",
            new()
            {
                ["execution_count"] = count,
                ["user_expressions"] = Expressions(request),
                ["payload"] = sink.Payload,
            }
        );
    }

    /// <summary>The reply to a cell that never ran because one before it failed.</summary>
    public static void Abort(Request request) => request.Reply("aborted", new() { ["execution_count"] = request.Kernel.Cells.Count });

    private static JsonObject Expressions(Request request)
    {
        var cells = request.Kernel.Cells;
        var values = new JsonObject();
        foreach (var (name, expression) in request.Message.Content["user_expressions"] as JsonObject ?? [])
        {
            JsonObject value;
            try
            {
                var data = cells.Evaluate(expression?.GetValue<string>() ?? "").ToJson();
                value = new()
                {
                    ["status"] = "ok",
                    ["data"] = data,
                    ["metadata"] = new JsonObject(),
                };
            }
            catch (Exception error)
            {
                value = Request.Content(cells.Describe(error));
                value["status"] = "error";
            }
            values[name] = value;
        }
        return values;
    }
}
