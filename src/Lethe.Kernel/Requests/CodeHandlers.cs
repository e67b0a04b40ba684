using Lethe.Kernel.Language;

namespace Lethe.Kernel.Requests;

/// <summary>Questions about code that is not run.</summary>
internal static class CodeHandlers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What may stand at the cursor.</summary>
    public static void Complete(Request request)
    {
        var code = request.Text("code");
        var found = AtCursor(request, request.Kernel.Insight.CompleteAsync);
        var (start, end) = (CursorPosition.ToCodePoints(code, found.Start), CursorPosition.ToCodePoints(code, found.End));
        var types = found.Items.Select(item => new JsonObject
        {
            ["text"] = item.Text,
            ["type"] = item.Kind,
            ["start"] = start,
            ["end"] = end,
        });
        request.Reply(
            "ok",
            new()
            {
                ["matches"] = new JsonArray([.. found.Items.Select(static item => (JsonNode)item.Text)]),
                ["cursor_start"] = start,
                ["cursor_end"] = end,
                ["metadata"] = new JsonObject { ["_jupyter_types_experimental"] = new JsonArray([.. types]) },
            }
        );
    }

    /// <summary>Signature and documentation of what stands at the cursor.</summary>
    public static void Inspect(Request request)
    {
        var found = AtCursor(request, request.Kernel.Insight.InspectAsync);
        request.Reply(
            "ok",
            new()
            {
                ["found"] = found is not null,
                ["data"] = found is var (markdown, plain)
                    ? new JsonObject { ["text/markdown"] = markdown, ["text/plain"] = plain }
                    : new JsonObject(),
                ["metadata"] = new JsonObject(),
            }
        );
    }

    /// <summary>Whether Enter runs the cell or begins another line.</summary>
    public static void IsComplete(Request request)
    {
        var (status, indent) = Completeness.Of(request.Text("code"));
        request.Reply(status, status == "incomplete" ? new() { ["indent"] = indent } : null);
    }

    private static T AtCursor<T>(Request request, Func<string, int, CancellationToken, Task<T>> find)
    {
        var code = request.Text("code");
        using var limit = new CancellationTokenSource(Patience);
        return find(code, CursorPosition.ToIndex(code, request.Number("cursor_pos", int.MaxValue)), limit.Token).GetAwaiter().GetResult();
    }
}
