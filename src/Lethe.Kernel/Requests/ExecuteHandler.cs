using System.Text.Json.Nodes;
using Lethe.Kernel.Execution;

namespace Lethe.Kernel.Requests;

/// <summary>Runs a cell.</summary>
internal sealed class ExecuteHandler : IRequestHandler
{
    public string Type => "execute_request";

    public void Handle(Request request)
    {
        var kernel = request.Kernel;
        var cells = kernel.Cells;
        var cell = new CellRequest(request.Text("code")) { Silent = request.Flag("silent", false) };
        cell = cell with { StoreHistory = !cell.Silent && request.Flag("store_history", true) };
        var count = cell.StoreHistory ? cells.Count + 1 : cells.Count;
        if (!cell.Silent)
        {
            request.Publish("execute_input", new() { ["code"] = cell.Code, ["execution_count"] = count });
        }
        var sink = new JupyterSink(request, count, request.Flag("allow_stdin", true));
        var outcome = cells.Execute(cell, sink);
        if (cell.StoreHistory)
        {
            kernel.History.Add(count, cell.Code, sink.ResultText);
        }
        if (outcome.Error is { } error)
        {
            var reply = ErrorContent.Of(error);
            reply["status"] = "error";
            reply["execution_count"] = count;
            request.Reply(reply);
            if (request.Flag("stop_on_error", true) && !cell.Silent)
            {
                kernel.AbortQueued();
            }
            return;
        }
        request.Reply(
            new()
            {
                ["status"] = "ok",
                ["execution_count"] = count,
                ["user_expressions"] = Expressions(request, cells),
                ["payload"] = new JsonArray(),
            }
        );
    }

    /// <summary>The reply to a cell that never ran because one before it failed.</summary>
    public static void Abort(Request request) =>
        request.Reply(new() { ["status"] = "aborted", ["execution_count"] = request.Kernel.Cells.Count });

    private static JsonObject Expressions(Request request, CellExecutor cells)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in request.Message.Content["user_expressions"] as JsonObject ?? [])
        {
            try
            {
                values[name] = new JsonObject
                {
                    ["status"] = "ok",
                    ["data"] = cells.Evaluate(expression?.GetValue<string>() ?? "").ToJson(),
                    ["metadata"] = new JsonObject(),
                };
            }
            catch (Exception error)
            {
                var content = ErrorContent.Of(cells.Describe(error));
                content["status"] = "error";
                values[name] = content;
            }
        }
        return values;
    }
}
